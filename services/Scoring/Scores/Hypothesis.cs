using System.Globalization;
using Risk.Scoring.CustomerFacts;
using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Engine.Features;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Scores;

/// <summary>Puts facts that are supposed in the place of those that are known.</summary>
internal static class Hypothesis
{
    private const int ItemsMax = 100;

    /// <summary>What is wrong is said field by field.</summary>
    public static FactSheet On(FactSheet facts, V1.HypotheticalFacts given)
    {
        var check = new InputCheck();
        Check(check, given);
        check.ThrowIfAny();
        return facts with
        {
            Company = Company(facts.Company, given, facts.AsOf),
            Statements = given.StatementLines.Count == 0 ? facts.Statements : Statements(facts, given),
            LegalRecords =
            [
                .. facts.LegalRecords,
                .. given.LegalRecords.Select(r => new LegalFact(KindOf(r)!.Value, DayOf(r.RecordedOn) ?? facts.AsOf)),
            ],
            Assumed = given.Features.ToDictionary(
                f => f.Feature, f => ValueOf(f, facts.AsOf), StringComparer.Ordinal),
        };
    }

    private static void Check(InputCheck check, V1.HypotheticalFacts given)
    {
        check.That(given.CountryCode.Length is 0 or 2, "facts.country_code", new(
            "is not an ISO 3166-1 alpha-2 code", "不是 ISO 3166-1 两位国家代码"));
        check.That(given.IsicSection.Length <= 1, "facts.isic_section", new(
            "is not a section of ISIC Rev. 4, A to U", "不是 ISIC 第 4 版门类（A 至 U）"));
        Day(check, given.IncorporatedOn, "facts.incorporated_on");
        Day(check, given.CustomerSince, "facts.customer_since");
        Share(check, given.MarketShare, "facts.market_share");
        Share(check, given.Satisfaction, "facts.satisfaction");
        check.That(given.StatementLines.Count <= ItemsMax && given.LegalRecords.Count <= ItemsMax
            && given.Features.Count <= ItemsMax, "facts", new(
            $"has more than {ItemsMax} items of a kind", $"同类项目超过 {ItemsMax} 个"));
        foreach (var (place, line) in given.StatementLines.Index())
        {
            check.That(StatementColumns.Names.Contains(line.Line, StringComparer.Ordinal),
                $"facts.statement_lines[{place}].line", new("is no line of a statement", "不是财务报表项目"));
            Amount(check, line.Amount, $"facts.statement_lines[{place}].amount");
        }
        foreach (var (place, record) in given.LegalRecords.Index())
        {
            check.That(KindOf(record) is not null, $"facts.legal_records[{place}].kind", new(
                "is no kind of legal record", "不是法律记录类型"));
            Day(check, record.RecordedOn, $"facts.legal_records[{place}].recorded_on");
        }
        foreach (var (place, feature) in given.Features.Index())
        {
            check.That(FeatureCatalogue.Find(feature.Feature) is not null, $"facts.features[{place}].feature", new(
                "is no feature", "不是有效特征"));
            Amount(check, feature.Value, $"facts.features[{place}].value");
        }
        check.That(given.Features.DistinctBy(f => f.Feature, StringComparer.Ordinal).Count() == given.Features.Count,
            "facts.features", new("name one twice", "同一特征重复出现"));
    }

    private static CompanyFacts Company(CompanyFacts company, V1.HypotheticalFacts given, DateOnly asOf) => company with
    {
        AsOf = company.AsOf ?? asOf,
        CountryCode = given.CountryCode.Length > 0 ? given.CountryCode : company.CountryCode,
        IsicSection = given.IsicSection.Length > 0 ? given.IsicSection : company.IsicSection,
        IncorporatedOn = DayOf(given.IncorporatedOn) ?? company.IncorporatedOn,
        CustomerSince = DayOf(given.CustomerSince) ?? company.CustomerSince,
        MarketShare = NumberOf(given.MarketShare) ?? company.MarketShare,
        Satisfaction = NumberOf(given.Satisfaction) ?? company.Satisfaction,
        IsInsolvent = given.HasIsInsolvent ? given.IsInsolvent : company.IsInsolvent,
    };

    /// <summary>The newest statement as supposed; where there is none, one for the year that ends on the day.</summary>
    private static List<FinancialStatement> Statements(FactSheet facts, V1.HypotheticalFacts given)
    {
        var newest = StatementFigures.Latest(facts);
        var changed = newest ?? new FinancialStatement(facts.AsOf.AddDays(-364), facts.AsOf)
        {
            Amounts = new decimal?[StatementColumns.Names.Count],
        };
        decimal?[] amounts = [.. changed.Amounts];
        foreach (var line in given.StatementLines)
            amounts[StatementColumns.Names.Index().First(n => n.Item == line.Line).Index] = NumberOf(line.Amount);
        return [.. facts.Statements.Where(s => s != newest), changed with { Amounts = amounts }];
    }

    private static FeatureValue ValueOf(V1.HypotheticalFeature feature, DateOnly asOf) =>
        NumberOf(feature.Value) is { } amount
            ? FeatureValue.Known(amount, asOf)
            : FeatureValue.Missing(MissingReason.NotStated);

    private static LegalKind? KindOf(V1.HypotheticalRecord record) =>
        Enum.TryParse<LegalKind>(record.Kind.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var kind)
        && Enum.IsDefined(kind) && kind != LegalKind.Unstated && !char.IsAsciiDigit(record.Kind[0])
            ? kind
            : null;

    private static void Day(InputCheck check, Types.V1.Date? given, string field) => check.That(
        given is null or { Value: "" } || RequestedDay.Of(given) is not null, field, new(
        "must be a day such as 2026-01-31", "必须是有效日期，例如 2026-01-31"));

    private static void Share(InputCheck check, Types.V1.Decimal? given, string field) => check.That(
        given is null || NumberOf(given) is >= 0 and <= 1, field, new("must be from 0 to 1", "必须在 0 到 1 之间"));

    private static void Amount(InputCheck check, Types.V1.Decimal? given, string field) => check.That(
        given is null || NumberOf(given) is not null, field, new("is not a plain number", "不是普通数字"));

    private static DateOnly? DayOf(Types.V1.Date? given) => given is null ? null : RequestedDay.Of(given);

    private static decimal? NumberOf(Types.V1.Decimal? given) =>
        decimal.TryParse(given?.Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1e15m
            ? number
            : null;
}
