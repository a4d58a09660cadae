using Risk.Intake.V1;
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
    public required Hold? Held { get; init; }
    public required IReadOnlyList<OpenByDocuments> Reconciliation { get; init; }
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
        .Select(group => new ExposureRow(
            group.Key,
            group.Sum(e => Amounts.Of(e.Reserved)),
            group.Sum(e => Amounts.Of(e.OpenOrders)),
            group.Sum(e => Amounts.Of(e.Delivered)),
            group.Sum(e => Amounts.Of(e.Receivable)),
            group.Sum(e => Amounts.Of(e.Drafts)),
            group.Sum(e => Amounts.Of(e.Unallocated)),
            group.Sum(e => Amounts.Of(e.Total)),
            group.Sum(e => Amounts.Of(e.Disputed)),
            Reconciliation.FirstOrDefault(sum => sum.CurrencyCode == group.Key)?.Open ?? 0))];

    public IReadOnlyList<AgeingRow> Ageings() => [.. Accounts
        .SelectMany(account => account.Ageing)
        .GroupBy(ageing => ageing.CurrencyCode, StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => new AgeingRow(
            group.Key,
            group.Sum(a => a.OpenItems),
            group.Sum(a => Amounts.Of(a.NotDue)),
            group.Sum(a => Amounts.Of(a.Days1To30)),
            group.Sum(a => Amounts.Of(a.Days31To60)),
            group.Sum(a => Amounts.Of(a.Days61To90)),
            group.Sum(a => Amounts.Of(a.DaysOver90))))];

    private static SortedDictionary<string, decimal> Sums(IEnumerable<(string Currency, decimal Amount)> amounts)
    {
        var sums = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var (currency, amount) in amounts)
        {
            sums[currency] = sums.GetValueOrDefault(currency) + amount;
        }

        return sums;
    }
}

/// <summary>The customers of one grade.</summary>
internal sealed record GradeRow(
    Grade Grade, int Customers, decimal MeanProbabilityOfDefault,
    IReadOnlyDictionary<string, decimal> ExposureByCurrency, IReadOnlyDictionary<string, decimal> LimitByCurrency);

/// <summary>The exposure in one currency by stage, and what the documents say of what is receivable.</summary>
internal sealed record ExposureRow(
    string CurrencyCode, decimal Reserved, decimal OpenOrders, decimal Delivered, decimal Receivable, decimal Drafts,
    decimal Unallocated, decimal Total, decimal Disputed, decimal OpenByDocuments)
{
    /// <summary>What is billed and not paid by the ledger: to be equal to what the documents say.</summary>
    public decimal OpenByLedger => Receivable + Drafts - Unallocated;

    public bool Reconciled => OpenByLedger == OpenByDocuments;
}

/// <summary>The receivables in one currency by days past due.</summary>
internal sealed record AgeingRow(
    string CurrencyCode, long OpenItems, decimal NotDue, decimal Days1To30, decimal Days31To60, decimal Days61To90,
    decimal DaysOver90);
