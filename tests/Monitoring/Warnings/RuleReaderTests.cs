using System.Text;
using Risk.Monitoring.Indicators;
using Risk.Monitoring.Warnings;
using Shouldly;
using Xunit;

namespace Risk.Monitoring.Tests.Warnings;

public sealed class RuleReaderTests
{
    private const string Sound =
        """
        {"version":1,"rules":[{"rule":"A_B","version":1,"indicator":"utilisation","measure":"value",
        "text":{"en":"{value} used","zh":"已用{value}"},"requires":[],"documents":"none","source":"own",
        "levels":[{"severity":"notice","raise_at":0.9,"clear_below":0.8},{"severity":"serious","raise_at":1.2,"clear_below":1.1}]}]}
        """;

    [Fact]
    public void Sound_rules_are_read() =>
        Read(Sound).Rules.ShouldHaveSingleItem().Levels[1].Severity.ShouldBe(Severity.Serious);

    [Theory]
    [InlineData("\"indicator\":\"utilisation\"", "\"indicator\":\"usage\"", "A_B: there is no indicator usage")]
    [InlineData(
        "\"rule\":\"A_B\"", "\"rule\":\"a-b\"", "a-b: a rule is named in upper case, such as OVERDUE_SHARE_HIGH")]
    [InlineData("{value} used", "used", "A_B: both texts must say the {value}")]
    [InlineData("\"clear_below\":0.8", "\"clear_below\":0.95", "A_B: Notice is cleared below 0.95 and raised at 0.9")]
    [InlineData("\"raise_at\":1.2", "\"raise_at\":0.85", "A_B: Serious is cleared below 1.1 and raised at 0.85")]
    [InlineData(
        "\"severity\":\"serious\"", "\"severity\":\"notice\"",
        "A_B: Notice is not graver and higher than Notice before it")]
    [InlineData(
        "\"requires\":[]",
        "\"requires\":[{\"indicator\":\"overdue_share\",\"at_least\":0.1,\"clear_below\":0.2}]",
        "A_B: overdue_share is required at 0.1 and cleared below 0.2")]
    [InlineData("\"version\":1,\"rules\"", "\"version\":0,\"rules\"", "version: must be at least 1")]
    public void What_is_not_sound_is_named(string part, string instead, string fault)
    {
        var wrong = Should.Throw<RuleException>(() => Read(Sound.Replace(part, instead, StringComparison.Ordinal)));

        wrong.Faults.ShouldContain(fault);
    }

    [Fact]
    public void A_field_that_nobody_knows_is_refused() => Should.Throw<RuleException>(() =>
        Read(Sound.Replace("\"source\"", "\"origin\"", StringComparison.Ordinal)));

    [Fact]
    public void The_shipped_rules_are_sound_and_say_where_their_levels_come_from()
    {
        RuleSet.Shipped.Rules.Count.ShouldBeGreaterThan(5);
        RuleSet.Shipped.Rules.ShouldAllBe(r => r.Source.Length > 0);
        RuleSet.Shipped.Rules.ShouldAllBe(r => IndicatorCatalogue.Find(r.Indicator) != null);
    }

    private static RuleSet Read(string json) => RuleReader.Read(Encoding.UTF8.GetBytes(json));
}
