using System.Globalization;
using Risk.Monitoring.Indicators;
using Risk.Monitoring.Warnings;
using Shouldly;
using Xunit;

namespace Risk.Monitoring.Tests.Warnings;

/// <summary>A rule with the levels notice 10 (clear below 8), serious 30 (25), critical 60 (50).</summary>
public sealed class JudgementTests
{
    private static readonly WarningRule Rule = new()
    {
        Rule = "TEST",
        Version = 1,
        Indicator = "days_beyond_terms",
        Measure = Measure.Value,
        Text = new("{value}", "{value}"),
        Levels =
        [
            new() { Severity = Severity.Notice, RaiseAt = 10, ClearBelow = 8 },
            new() { Severity = Severity.Serious, RaiseAt = 30, ClearBelow = 25 },
            new() { Severity = Severity.Critical, RaiseAt = 60, ClearBelow = 50 },
        ],
        Requires = [new() { Indicator = "overdue_share", AtLeast = 0.05m }],
        Documents = EvidenceDocuments.None,
        Source = "",
    };

    [Theory]
    [InlineData("nothing below the first level", "9.9", "-")]
    [InlineData("at a level it is raised", "10 30 60", "Notice Serious Critical")]
    [InlineData("at once as grave as it is", "75", "Critical")]
    [InlineData("it stays until it falls below where it clears", "10 8 7.9", "Notice Notice -")]
    [InlineData("once cleared it must rise again", "10 7.9 9.9 10", "Notice - - Notice")]
    [InlineData(
        "a graver level clears on its own", "60 50 49.9 25 24.9 8 7",
        "Critical Critical Serious Serious Notice Notice -")]
    [InlineData("between two levels it keeps the lower", "29 31 26 24", "Notice Serious Serious Notice")]
    [InlineData(
        "what is not known holds on", "60 ? 55 ? 49 ? 9 ?",
        "Critical Critical Critical Critical Serious Serious Notice Notice")]
    [InlineData("what is not known raises nothing", "? 9 ?", "- - -")]
    public void Severity_rises_at_one_level_and_falls_below_another(string because, string values, string expected)
    {
        Severity? held = null;
        var said = new List<string>();
        foreach (var value in values.Split(' '))
        {
            held = Judgement.Of(Rule, Readings(Number(value), overdueShare: 1), held)?.Level.Severity;
            said.Add(held?.ToString() ?? "-");
        }

        string.Join(' ', said).ShouldBe(expected, because);
    }

    [Fact]
    public void What_does_not_matter_is_not_raised_but_stays_when_it_was()
    {
        Judgement.Of(Rule, Readings(60, overdueShare: 0.01m), held: null).ShouldBeNull();
        Judgement.Of(Rule, Readings(60, overdueShare: null), held: null).ShouldBeNull();
        Judgement.Of(Rule, Readings(60, overdueShare: 0.01m), Severity.Notice)!.Level.Severity
            .ShouldBe(Severity.Critical);
    }

    [Fact]
    public void What_has_ceased_to_matter_ends_where_the_rule_says_so()
    {
        var rule = Rule with
        {
            Requires = [new() { Indicator = "overdue_share", AtLeast = 0.05m, ClearBelow = 0.04m }],
        };

        Judgement.Of(rule, Readings(60, overdueShare: 0.04m), held: null).ShouldBeNull();
        Judgement.Of(rule, Readings(60, overdueShare: 0.04m), Severity.Critical).ShouldNotBeNull();
        Judgement.Of(rule, Readings(60, overdueShare: 0.03m), Severity.Critical).ShouldBeNull();
        Judgement.Of(rule, Readings(60, overdueShare: null), Severity.Critical).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("50", "35", "Notice")]
    [InlineData("70", "35", "Serious")]
    [InlineData("70", "70", "-")]
    [InlineData("70", "?", "-")]
    public void A_rise_is_measured_against_the_value_of_a_month_ago(string now, string before, string expected)
    {
        var rise = Rule with { Measure = Measure.Rise30Days };

        var judgement = Judgement.Of(rise, Readings(Number(now), overdueShare: 1, Number(before)), held: null);

        (judgement?.Level.Severity.ToString() ?? "-").ShouldBe(expected);
    }

    private static decimal? Number(string text) =>
        text == "?" ? null : decimal.Parse(text, CultureInfo.InvariantCulture);

    private static Dictionary<string, Reading> Readings(
        decimal? value, decimal? overdueShare, decimal? before = null) => new(StringComparer.Ordinal)
        {
            ["days_beyond_terms"] = Reading("days_beyond_terms", value, before),
            ["overdue_share"] = Reading("overdue_share", overdueShare, null),
        };

    private static Reading Reading(string name, decimal? now, decimal? before) =>
        new(IndicatorCatalogue.Find(name)!, Value(now), Value(before));

    private static IndicatorValue? Value(decimal? value) =>
        value is { } known ? new(known, DateTimeOffset.UnixEpoch) : null;
}
