using Risk.Intake.V1;
using Risk.MainJob.Alerts;
using Risk.MainJob.Steps;
using Risk.Scoring.V1;
using Risk.Types.V1;

namespace Risk.MainJob.Pages;

/// <summary>Everything that the final page shows.</summary>
internal sealed record PortfolioPage
{
    public required DateOnly AsOf { get; init; }
    public required IReadOnlyList<ImportDocumentsResponse> Imports { get; init; }
    public required IReadOnlyList<CreditAccount> Accounts { get; init; }
    public required IReadOnlyDictionary<string, Score> Scores { get; init; }
    public required IReadOnlyList<CheckedOrder> Orders { get; init; }
    public required IReadOnlyList<OpenByDocuments> Reconciliation { get; init; }
    public required IReadOnlyList<Monitoring.V1.Warning> Warnings { get; init; }
    public required AlertAccount Alerts { get; init; }
    public required IReadOnlyDictionary<string, VerifyAuditResponse> Audits { get; init; }
    public required double Seconds { get; init; }

    public IReadOnlyList<GradeRow> ByGrade() => [.. Accounts
        .GroupBy(account => account.Grade)
        .OrderBy(group => group.Key == Grade.Unspecified ? int.MaxValue : (int)group.Key)
        .Select(group => new GradeRow(
            group.Key,
            group.Count(),
            group.Average(a => Scores.TryGetValue(a.CustomerId, out var s) ? Amounts.Of(s.ProbabilityOfDefault) : 0),
            Sums(group.SelectMany(a => a.ExposuresByCurrency).Select(e => (e.CurrencyCode, Amounts.Of(e.Total)))),
            Sums(group.Where(a => a.Limit is not null).Select(a => (a.Limit.CurrencyCode, Amounts.Of(a.Limit))))))];

    public IReadOnlyList<ExposureRow> ByCurrency() => [.. Accounts
        .SelectMany(account => account.ExposuresByCurrency)
        .GroupBy(exposure => exposure.CurrencyCode, StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => new ExposureRow
        {
            CurrencyCode = group.Key,
            Reserved = group.Sum(e => Amounts.Of(e.Reserved)),
            OpenOrders = group.Sum(e => Amounts.Of(e.OpenOrders)),
            Delivered = group.Sum(e => Amounts.Of(e.Delivered)),
            Receivable = group.Sum(e => Amounts.Of(e.Receivable)),
            Drafts = group.Sum(e => Amounts.Of(e.Drafts)),
            Unallocated = group.Sum(e => Amounts.Of(e.Unallocated)),
            Total = group.Sum(e => Amounts.Of(e.Total)),
            Disputed = group.Sum(e => Amounts.Of(e.Disputed)),
            OpenByDocuments = Reconciliation.FirstOrDefault(sum => sum.CurrencyCode == group.Key)?.Open ?? 0,
        })];

    public IReadOnlyList<AgeingRow> Ageings() => [.. Accounts
        .SelectMany(account => account.Ageing)
        .GroupBy(ageing => ageing.CurrencyCode, StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => new AgeingRow
        {
            CurrencyCode = group.Key,
            OpenItems = group.Sum(a => a.OpenItems),
            NotDue = group.Sum(a => Amounts.Of(a.NotDue)),
            Days1To30 = group.Sum(a => Amounts.Of(a.Days1To30)),
            Days31To60 = group.Sum(a => Amounts.Of(a.Days31To60)),
            Days61To90 = group.Sum(a => Amounts.Of(a.Days61To90)),
            DaysOver90 = group.Sum(a => Amounts.Of(a.DaysOver90)),
        })];

    /// <summary>The held order that has the most to tell: it can be helped, and most checks failed.</summary>
    public CheckedOrder? Held => Orders
        .Where(order => order.Verdict.Outcome == OrderOutcome.Held)
        .OrderByDescending(order => Math.Min(order.Verdict.Remedies.Count, 1))
        .ThenByDescending(order => order.Verdict.Checks.Count(check => check.Outcome == CheckOutcome.Failed))
        .ThenByDescending(order => order.Verdict.Remedies.Count)
        .ThenByDescending(order => Amounts.Of(order.Amount))
        .FirstOrDefault();

    /// <summary>
    /// What must not be: files that were not read to their end, records that do not hold together, and alerts that did
    /// not come.
    /// </summary>
    public IEnumerable<string> Faults()
    {
        foreach (var import in Imports.Select(i => i.Import).Where(i => i.State != ImportState.Done))
            yield return $"{import.FileName} was not imported to its end: {import.Failure}";
        foreach (var (service, audit) in Audits.Where(entry => !entry.Value.Intact))
            yield return $"the audit chain of {service} is broken";
        foreach (var row in ByCurrency().Where(row => !row.Reconciled))
        {
            yield return $"the ledger in {row.CurrencyCode} says {row.OpenByLedger}, "
                + $"the documents {row.OpenByDocuments}";
        }
        if (Alerts.Refusal.Length > 0)
            yield return $"the suite does not post alerts to the main job: {Alerts.Refusal}";
        if (Alerts.Missing > 0)
            yield return $"{Alerts.Missing} alerts were not delivered by webhook";
        if (Alerts.Unverified > 0)
            yield return $"{Alerts.Unverified} webhooks were not signed as they should be";
    }

    private static SortedDictionary<string, decimal> Sums(IEnumerable<(string Currency, decimal Amount)> amounts)
    {
        var sums = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var (currency, amount) in amounts)
            sums[currency] = sums.GetValueOrDefault(currency) + amount;
        return sums;
    }
}

/// <summary>The customers of one grade.</summary>
internal sealed record GradeRow(
    Grade Grade, int Customers, decimal MeanProbabilityOfDefault,
    IReadOnlyDictionary<string, decimal> ExposureByCurrency, IReadOnlyDictionary<string, decimal> LimitByCurrency);

/// <summary>The exposure in one currency by stage, and what the documents say of what is receivable.</summary>
internal sealed record ExposureRow
{
    public required string CurrencyCode { get; init; }
    public required decimal Reserved { get; init; }
    public required decimal OpenOrders { get; init; }
    public required decimal Delivered { get; init; }
    public required decimal Receivable { get; init; }
    public required decimal Drafts { get; init; }
    public required decimal Unallocated { get; init; }
    public required decimal Total { get; init; }
    public required decimal Disputed { get; init; }
    public required decimal OpenByDocuments { get; init; }

    /// <summary>What is billed and not paid by the ledger: to be equal to what the documents say.</summary>
    public decimal OpenByLedger => Receivable + Drafts - Unallocated;

    public bool Reconciled => OpenByLedger == OpenByDocuments;
}

/// <summary>The receivables in one currency by days past due.</summary>
internal sealed record AgeingRow
{
    public required string CurrencyCode { get; init; }
    public required long OpenItems { get; init; }
    public required decimal NotDue { get; init; }
    public required decimal Days1To30 { get; init; }
    public required decimal Days31To60 { get; init; }
    public required decimal Days61To90 { get; init; }
    public required decimal DaysOver90 { get; init; }
}
