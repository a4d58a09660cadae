using System.Globalization;
using Risk.Scoring.Credit;
using Risk.ServiceDefaults.Requests;
using Decimal = Risk.Types.V1.Decimal;

namespace Risk.Scoring.ProvisionRules;

/// <summary>Checks rules of expected losses that somebody proposes, and says all that is wrong with them.</summary>
internal static class ProvisionRulesInput
{
    private const int ScenariosMax = 20;
    private const int ShareDecimalsMax = 6;

    private static readonly Text NoShare = new(
        "must be from 0 to 1 with at most 6 decimals", "必须在 0 到 1 之间，最多 6 位小数");

    private static readonly Text NotAboveZero = new(
        "is not above 0 and at most 1, with at most 6 decimals", "必须大于 0 且不大于 1，最多 6 位小数");

    public static void Check(InputCheck check, string field, V1.ProvisionRules rules)
    {
        check.That(AccountInput.IsCurrency(rules.CurrencyCode), field + ".currency_code", new(
            "is not an ISO 4217 code such as CNY", "不是 ISO 4217 货币代码，例如 CNY"));
        check.That(rules.ProbabilityMin is null || ShareOf(rules.ProbabilityMin) is not null,
            field + ".probability_min", NoShare);
        check.That(ShareOf(rules.ProbabilityUnscored) > 0, field + ".probability_unscored", NotAboveZero);
        check.That(ShareOf(rules.LossUncovered) > 0, field + ".loss_uncovered", NotAboveZero);
        check.That(ShareOf(rules.OpenOrderFactor) is not null, field + ".open_order_factor", NoShare);
        check.That(ShareOf(rules.ReservedFactor) is not null, field + ".reserved_factor", NoShare);
        CheckCovers(check, field + ".covers", rules);
        CheckScenarios(check, field + ".scenarios", rules.Scenarios);
        CheckRates(check, field + ".rates", rules.Rates);
    }

    private static void CheckCovers(InputCheck check, string field, V1.ProvisionRules rules)
    {
        check.That(rules.Covers.All(c => c.Kind != V1.CoverKind.Unspecified && Enum.IsDefined(c.Kind))
            && rules.Covers.Select(c => c.Kind).Distinct().Count() == rules.Covers.Count, field, new(
            "gives a kind of cover twice, or one that does not exist", "担保类型重复或不存在"));
        for (var i = 0; i < Math.Min(rules.Covers.Count, Enum.GetValues<V1.CoverKind>().Length); i++)
        {
            check.That(ShareOf(rules.Covers[i].Loss) <= (ShareOf(rules.LossUncovered) ?? 1), $"{field}[{i}].loss", new(
                "must be from 0 to loss_uncovered with at most 6 decimals",
                "必须在 0 到无担保部分损失率之间，最多 6 位小数"));
        }
    }

    private static void CheckScenarios(
        InputCheck check, string field, IReadOnlyList<V1.LossScenario> scenarios)
    {
        check.That(scenarios.Count is >= 1 and <= ScenariosMax && scenarios.Sum(s => ShareOf(s.Weight)) == 1, field,
            new($"are not 1 to {ScenariosMax} whose weights, each from 0 to 1, add up to 1",
                $"情景数量必须为 1 到 {ScenariosMax} 个，权重均在 0 到 1 之间且合计为 1"));
        for (var i = 0; i < Math.Min(scenarios.Count, ScenariosMax); i++)
        {
            check.Given(scenarios[i].Name, $"{field}[{i}].name");
            check.NoLongerThan(100, scenarios[i].Name, $"{field}[{i}].name");
            check.That(NumberOf(scenarios[i].Factor) is >= 0 and <= 10, $"{field}[{i}].factor", new(
                "must be from 0 to 10 with at most 6 decimals", "必须在 0 到 10 之间，最多 6 位小数"));
        }
    }

    private static void CheckRates(InputCheck check, string field, IReadOnlyList<V1.LossRates> rows)
    {
        var grades = Enum.GetValues<V1.Grade>();
        if (!check.That(rows.Count == grades.Length && !grades.Except(rows.Select(r => r.Grade)).Any(), field, new(
            "has not one row for each grade and one for customers without a grade",
            "必须为每个等级及未评级客户各给出一行")))
            return;
        for (var i = 0; i < rows.Count; i++)
        {
            Decimal?[] given =
                [rows[i].NotDue, rows[i].Days1To30, rows[i].Days31To60, rows[i].Days61To90, rows[i].DaysOver90];
            var rates = given.Select(ShareOf).ToList();
            check.That(rates.TrueForAll(r => r is not null), $"{field}[{i}]", new(
                "lacks a rate, or has one that is not from 0 to 1 with at most 6 decimals",
                "缺少损失率，或损失率不在 0 到 1 之间，最多 6 位小数"));
            check.That(rates.Zip(rates.Skip(1)).All(r => !(r.First > r.Second)), $"{field}[{i}]", new(
                "has a rate below that of fewer days past due", "逾期较久的损失率低于逾期较短的损失率"));
        }
        CheckGrades(check, field, [.. rows.Where(r => r.Grade != V1.Grade.Unspecified).OrderBy(r => r.Grade)]);
    }

    private static void CheckGrades(InputCheck check, string field, List<V1.LossRates> rows)
    {
        foreach (var (better, worse) in rows.Zip(rows.Skip(1)))
        {
            check.That(!(ShareOf(better.NotDue) > ShareOf(worse.NotDue)
                || ShareOf(better.Days1To30) > ShareOf(worse.Days1To30)
                || ShareOf(better.Days31To60) > ShareOf(worse.Days31To60)
                || ShareOf(better.Days61To90) > ShareOf(worse.Days61To90)
                || ShareOf(better.DaysOver90) > ShareOf(worse.DaysOver90)), field, new(
                $"has a rate of grade {Named(worse.Grade)} below that of {Named(better.Grade)}",
                $"等级 {Named(worse.Grade)} 的损失率低于等级 {Named(better.Grade)}"));
        }
    }

    private static string Named(V1.Grade grade) => grade.ToString().ToUpperInvariant();

    private static decimal? ShareOf(Decimal? given) => NumberOf(given) is >= 0 and <= 1 and var share ? share : null;

    private static decimal? NumberOf(Decimal? given) =>
        decimal.TryParse(given?.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && number.Scale <= ShareDecimalsMax ? number : null;
}
