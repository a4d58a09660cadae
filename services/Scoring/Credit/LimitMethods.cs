using System.Globalization;
using Risk.Scoring.Ledger;

namespace Risk.Scoring.Credit;

/// <summary>
/// The ways to work a limit out, each with its inputs, in the account's currency and at least 0; without an amount and
/// with the reason when the facts are not there. Pure.
/// </summary>
internal static class LimitMethods
{
    private const decimal WorthShare = 0.1m;
    private const int MonthDays = 30;
    private const int MonthsMax = 12;

    public static IReadOnlyList<V1.LimitMethodResult> Of(
        LimitFacts facts, GradeLimits limits, int referenceMonthsMax) =>
    [
        NetWorth(facts), WorkingCapital(facts), Purchases(facts, limits),
        ReferenceMethods.Trade(facts, referenceMonthsMax), ReferenceMethods.External(facts, referenceMonthsMax),
    ];

    private static V1.LimitMethodResult NetWorth(LimitFacts facts) => OfStatement(
        facts, V1.LimitMethod.NetWorth, s => s.Equity, s => [("equity", s.Equity)]);

    private static V1.LimitMethodResult WorkingCapital(LimitFacts facts) => OfStatement(
        facts, V1.LimitMethod.WorkingCapital, s => s.CurrentAssets - s.CurrentLiabilities,
        s => [("current_assets", s.CurrentAssets), ("current_liabilities", s.CurrentLiabilities)]);

    private static V1.LimitMethodResult OfStatement(
        LimitFacts facts, V1.LimitMethod method, Func<LastStatement, decimal?> worth,
        Func<LastStatement, (string Name, decimal? Amount)[]> lines)
    {
        if (facts.Statement is not { } statement)
            return None(method, "NO_STATEMENT");
        if (statement.Currency is not { } currency)
            return None(method, "STATEMENT_CURRENCY_UNKNOWN");
        V1.LimitInput[] inputs = [.. lines(statement).Where(l => l.Amount is not null).Select(
            l => Input(l.Name, Amounts.ForPeople(l.Amount!.Value, currency), "statement", statement.PeriodEnd))];
        return worth(statement) is not { } amount
            ? None(method, "LINE_NOT_SHOWN", inputs)
            : facts.Own(currency, amount * WorthShare) is { } own
                ? Result(facts, method, own, inputs)
                : None(method, "RATE_MISSING", inputs);
    }

    private static V1.LimitMethodResult Purchases(LimitFacts facts, GradeLimits limits)
    {
        if (facts.FirstInvoiceOn is not { } first || facts.Purchases.Count == 0)
            return None(V1.LimitMethod.Purchases, "NO_PURCHASES");
        var (days, source) = facts.TermsDays > 0 ? (facts.TermsDays, "request")
            : facts.NetDaysGranted is { } granted ? (granted, "account")
            : limits.NetDays is { } ofGrade ? (ofGrade, "policy")
            : (-1, "");
        if (days < 0)
            return None(V1.LimitMethod.Purchases, "NO_TERMS");
        var months = Math.Clamp((int)Math.Ceiling((facts.Day.DayNumber - first.DayNumber) / 30.4), 1, MonthsMax);
        V1.LimitInput[] inputs =
        [
            .. facts.Purchases.Select(
                p => Input("purchases", Amounts.ForPeople(p.Amount, p.Currency), "ledger", facts.Day)),
            Input("months", months.ToString(CultureInfo.InvariantCulture), "ledger", facts.Day),
            Input("terms", string.Create(CultureInfo.InvariantCulture, $"{days} days"), source,
                source == "request" ? null : facts.Day),
        ];
        return facts.Own(facts.Purchases) is { } sum
            ? Result(facts, V1.LimitMethod.Purchases, sum / months * days / MonthDays, inputs)
            : None(V1.LimitMethod.Purchases, "RATE_MISSING", inputs);
    }

    /// <summary>Of two in the middle the mean.</summary>
    public static decimal Median(decimal[] amounts)
    {
        Array.Sort(amounts);
        return (amounts[(amounts.Length - 1) / 2] + amounts[amounts.Length / 2]) / 2;
    }

    public static V1.LimitInput Input(string name, string value, string source, DateOnly? asOf = null) => new()
    {
        Name = name,
        Value = value,
        AsOf = asOf is { } day ? Amounts.ToContract(day) : null,
        Source = source,
    };

    public static V1.LimitMethodResult Result(
        LimitFacts facts, V1.LimitMethod method, decimal amount, V1.LimitInput[] inputs) => new()
        {
            Method = method,
            Amount = Amounts.ToMoney(Math.Round(Math.Max(0, amount), 2), facts.Currency),
            Inputs = { inputs },
        };

    public static V1.LimitMethodResult None(
        V1.LimitMethod method, string reason, params IEnumerable<V1.LimitInput> inputs) =>
        new() { Method = method, Reason = reason, Inputs = { inputs } };
}
