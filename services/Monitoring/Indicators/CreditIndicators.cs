using Risk.Intake.V1;
using Risk.Monitoring.Credit;
using Grade = Risk.Scoring.V1.Grade;

namespace Risk.Monitoring.Indicators;

/// <summary>How much of its credit the customer uses, how its grade moves, and what courts say of it.</summary>
internal static class CreditIndicators
{
    /// <summary>Beyond it nothing changes; also where something is owed and the limit is 0.</summary>
    private const decimal UtilisationMax = 10;

    private const int QuarterDays = 90;

    public static readonly IReadOnlyList<IndicatorDefinition> All =
    [
        new()
        {
            Name = "utilisation",
            Text = new("Utilisation of the limit", "额度使用率"),
            Unit = "ratio", Decimals = 4,
            Formula = "exposure without reservations ÷ limit in force, both in the account's currency; 0 to 10, 10 "
                + "when something is owed and the limit is 0; 0 when it is unlimited; unknown before a limit was set "
                + "or without a rate",
            Compute = Utilisation,
        },
        new()
        {
            Name = "overdue_amount",
            Text = new("Overdue amount", "逾期金额"),
            Unit = "amount", Decimals = 2,
            Formula = "amount past due, in the account's currency; without an account in that of the receivables, "
                + "unknown when these are several",
            Compute = OverdueAmount,
        },
        new()
        {
            Name = "grade_fall_90_days",
            Text = new("Fall of the grade, 90 days", "90 天内信用等级下调"),
            Unit = "notches", Decimals = 0,
            Formula = "notches from the best grade within 90 days to the grade now",
            Compute = GradeFall,
        },
        new()
        {
            Name = "court_records_standing",
            Text = new("Enforcement and dishonest-debtor records", "执行与失信记录"),
            Unit = "count", Decimals = 0,
            Formula = "records of enforcement, dishonest debtor or consumption restriction that stand",
            Compute = (facts, day) => Records(facts, day, record => record.Kind
                is LegalRecordKind.Enforcement or LegalRecordKind.DishonestDebtor
                or LegalRecordKind.ConsumptionRestriction),
        },
        new()
        {
            Name = "insolvency_records_standing",
            Text = new("Insolvency and sanctions records", "破产与制裁记录"),
            Unit = "count", Decimals = 0,
            Formula = "records of insolvency or a sanctions match that stand; 1 more while the customer's status is "
                + "insolvent",
            Compute = Insolvency,
        },
    ];

    private static IndicatorValue? Utilisation(WatchedFacts facts, DateOnly day)
    {
        if (facts.CreditOn(day) is not { } credit || facts.ExposureOn(day) is not { } exposure)
            return null;
        if (credit.LimitOn(day) is not { } limit)
            return new(0, credit.AsOf);
        if (Sum(exposure.Amounts, credit.Currency, new RateTable(facts.Rates, day)) is not { } owed)
            return null;
        var used = owed <= 0 ? 0 : limit <= 0 ? UtilisationMax : Math.Min(UtilisationMax, owed / limit);
        return new(used, exposure.AsOf > credit.AsOf ? exposure.AsOf : credit.AsOf);
    }

    private static IndicatorValue? OverdueAmount(WatchedFacts facts, DateOnly day)
    {
        if (!facts.HasReceivablesOn(day))
            return null;
        List<(string Currency, decimal Amount)> overdue = [.. facts.SumsOn(day)
            .Where(s => s.Sums.Overdue > 0).Select(s => (s.Currency, s.Sums.Overdue))];
        var currency = facts.CreditOn(day)?.Currency
            ?? (overdue.Count == 1 ? overdue[0].Currency : facts.Days[0].Currency);
        return Sum(overdue, currency, new RateTable(facts.Rates, day)) is { } sum
            ? IndicatorValue.On(sum, overdue.Count > 0 ? day : facts.NewestOn(day) ?? day) with { Unit = currency }
            : null;
    }

    private static IndicatorValue? GradeFall(WatchedFacts facts, DateOnly day)
    {
        if (facts.GradeOn(day) is not { Grade: not Grade.Unspecified } now)
            return null;
        var from = day.AddDays(-QuarterDays);
        var best = facts.Grades.Where(g => g.Day > from && g.Day <= day).Append(facts.GradeOn(from) ?? now)
            .Where(g => g.Grade != Grade.Unspecified).Min(g => g.Grade);
        return new((int)now.Grade - (int)best, now.AsOf);
    }

    /// <summary>Since when the status is what it is, is not told: it counts for the day itself alone.</summary>
    private static IndicatorValue? Insolvency(WatchedFacts facts, DateOnly day)
    {
        var records = Records(facts, day, record => record.Kind
            is LegalRecordKind.Insolvency or LegalRecordKind.SanctionsMatch);
        return records is not null && facts.Status == CustomerStatus.Insolvent && day == facts.Today
            ? IndicatorValue.On(records.Value + 1, day)
            : records;
    }

    private static IndicatorValue? Records(WatchedFacts facts, DateOnly day, Func<LegalRecord, bool> counts)
    {
        if (facts.Status == CustomerStatus.Unspecified)
            return null;
        var standing = facts.LegalRecords
            .Where(r => counts(r) && r.RecordedOn.ToDay() <= day && !(r.EndedOn.ToDay() <= day)).ToList();
        var newest = standing.Select(r => r.RecordedOn.ToDay()).Max();
        return IndicatorValue.On(standing.Count, newest ?? day);
    }

    /// <summary>Null when a rate is missing.</summary>
    private static decimal? Sum(
        IReadOnlyList<(string Currency, decimal Amount)> amounts, string currency, RateTable rates)
    {
        decimal sum = 0;
        foreach (var (from, amount) in amounts.Where(a => a.Amount != 0))
        {
            if (rates.Convert(amount, from, currency) is not { } converted)
                return null;
            sum += converted;
        }
        return sum;
    }
}
