using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Engine.Features;
using Risk.Scoring.Tests.Engine.Facts;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Features;

public sealed class FeatureTests
{
    private static readonly IReadOnlyList<string> Tables = [.. StatementTables.All, .. BehaviourTables.All];

    [Fact]
    public void Liquidity_is_as_the_table_says() => FeatureTable.Holds(StatementTables.Liquidity);

    [Fact]
    public void Leverage_is_as_the_table_says() => FeatureTable.Holds(StatementTables.Leverage);

    [Fact]
    public void Profitability_is_as_the_table_says() => FeatureTable.Holds(StatementTables.Profitability);

    [Fact]
    public void Activity_is_as_the_table_says() => FeatureTable.Holds(StatementTables.Activity);

    [Fact]
    public void Growth_is_as_the_table_says() => FeatureTable.Holds(StatementTables.Growth);

    [Fact]
    public void Altman_scores_are_as_the_table_says() => FeatureTable.Holds(StatementTables.Altman);

    [Fact]
    public void Quality_of_statements_is_as_the_table_says() => FeatureTable.Holds(StatementTables.Quality);

    [Fact]
    public void Payment_behaviour_is_as_the_table_says() => FeatureTable.Holds(BehaviourTables.Payments);

    [Fact]
    public void Open_receivables_are_as_the_table_says() => FeatureTable.Holds(BehaviourTables.Receivables);

    [Fact]
    public void Dealings_are_as_the_table_says() => FeatureTable.Holds(BehaviourTables.Dealings);

    [Fact]
    public void Market_is_as_the_table_says() => FeatureTable.Holds(BehaviourTables.Market);

    [Fact]
    public void Legal_records_are_as_the_table_says() => FeatureTable.Holds(BehaviourTables.Law);

    [Fact]
    public void Every_feature_stands_in_a_table() =>
        Tables.SelectMany(FeatureTable.Rows).Select(row => row[0]).Distinct().Order()
            .ShouldBe(FeatureCatalogue.All.Select(f => f.Name).Order());

    [Fact]
    public void Every_feature_says_what_it_is_in_both_languages_and_where_it_comes_from() =>
        FeatureCatalogue.All.ShouldAllBe(f => f.Text.En.Length > 0 && f.Text.Zh.Any(c => c > 0x2E80)
            && f.Formula.Length > 0 && f.Source.Length > 0 && f.Min < f.Max && f.Version >= 1);

    [Fact]
    public void Amounts_of_any_size_give_a_number_or_a_reason()
    {
        decimal?[] extremes = [null, 0, 0.0001m, -0.0001m, 999_999_999_999_999_999m, -999_999_999_999_999_999m];
        var random = new Random(20260101);
        for (var i = 0; i < 5_000; i++)
        {
            var sheet = new FactSheet
            {
                AsOf = FactText.AsOf,
                Statements = [Any(2025), Any(2024)],
            };
            foreach (var feature in FeatureCatalogue.All)
            {
                var value = feature.Of(sheet);
                (value.Reason is not null || value.Amount >= feature.Min && value.Amount <= feature.Max).ShouldBeTrue();
            }
        }

        FinancialStatement Any(int year) => new(new(year, 1, 1), new(year, random.Next(1, 13), 28))
        {
            Amounts = [.. Enum.GetValues<Line>().Select(_ => extremes[random.Next(extremes.Length)])],
        };
    }

    [Fact]
    public void The_day_of_a_value_is_the_day_of_its_facts()
    {
        var sheet = FactText.Read(
            "statement 2025 current_assets=150 current_liabilities=100; paid 2026-01-10 2026-01-20 100 CNY");

        FeatureCatalogue.Find("current_ratio")!.Of(sheet).AsOf.ShouldBe(new DateOnly(2025, 12, 31));
        FeatureCatalogue.Find("payment_index")!.Of(sheet).AsOf.ShouldBe(new DateOnly(2026, 1, 20));
        FeatureCatalogue.Find("oldest_overdue_days")!.Of(sheet).AsOf.ShouldBe(FactText.AsOf);
    }

    [Fact]
    public void A_copy_of_facts_is_read_anew()
    {
        var sheet = FactText.Read(
            "statement 2025 current_assets=300 current_liabilities=100; paid 2026-01-10 2026-01-20 100 CNY");
        var (ratio, late) = (FeatureCatalogue.Find("current_ratio")!, FeatureCatalogue.Find("share_paid_late")!);
        ratio.Of(sheet).Amount.ShouldBe(3);
        late.Of(sheet).Amount.ShouldBe(1);

        var copy = sheet with { Statements = [], Settled = [] };

        ratio.Of(copy).Reason.ShouldBe(MissingReason.NoStatement);
        late.Of(copy).Reason.ShouldBe(MissingReason.NoPayments);
    }
}
