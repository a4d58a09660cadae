using System.Globalization;
using Risk.Scoring.ExchangeRates;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.ExchangeRates;

public sealed class RateTableTests
{
    private static readonly DateOnly Day = new(2026, 6, 15);

    private static readonly RateTable Rates = new(
    [
        new("USD", "CNY", 7.20m, Day.AddDays(-10)),
        new("USD", "CNY", 7.00m, Day.AddDays(-1)),
        new("USD", "CNY", 9.00m, Day.AddDays(1)),
        new("EUR", "USD", 1.10m, Day),
        new("GBP", "CHF", 1.12m, Day),
    ], Day);

    [Theory]
    [InlineData("CNY", "CNY", 100, 100)]
    [InlineData("USD", "CNY", 100, 700)]
    [InlineData("CNY", "USD", 700, 100)]
    [InlineData("EUR", "CNY", 100, 770)]
    [InlineData("CNY", "EUR", 770, 100)]
    [InlineData("CHF", "GBP", 112, 100)]
    public void The_newest_rate_counts_directly_inversely_or_over_a_pivot(
        string from, string to, decimal amount, decimal expected) =>
        Rates.Find(from, to)!.Value.Of(amount).ShouldBe(expected);

    [Theory]
    [InlineData("USD", "CNY", -1)]
    [InlineData("CNY", "USD", -1)]
    [InlineData("EUR", "USD", 0)]
    [InlineData("EUR", "CNY", -1)]
    public void A_rate_is_of_its_day_and_of_two_rates_of_the_older(string from, string to, int days) =>
        Rates.Find(from, to)!.Value.ValidOn.ShouldBe(Day.AddDays(days));

    [Fact]
    public void A_rate_of_long_ago_gives_way_to_a_newer_one_of_the_other_direction_or_over_a_pivot()
    {
        var rates = new RateTable(
        [
            new("CNY", "USD", 0.16m, Day.AddDays(-400)), new("USD", "CNY", 8, Day),
            new("EUR", "CNY", 7, Day.AddDays(-400)), new("EUR", "USD", 1.25m, Day),
        ], Day);

        (rates.Find("CNY", "USD"), rates.Find("USD", "CNY"), rates.Find("EUR", "CNY")).ShouldBe(
            (new Conversion(0.125m, Day), new Conversion(8, Day), new Conversion(10, Day)));
    }

    [Theory]
    [InlineData("GBP", "CNY")]
    [InlineData("JPY", "USD")]
    public void Without_a_rate_nothing_is_made_up(string from, string to) => Rates.Find(from, to).ShouldBeNull();

    [Fact]
    public void Amounts_are_rounded_half_away_from_zero_to_cents()
    {
        new Conversion(0.5m, Day).Of(0.01m).ShouldBe(0.01m);
        new Conversion(0.5m, Day).Of(-0.01m).ShouldBe(-0.01m);
        Conversion.None.Of(0.0049m).ShouldBe(0.0049m);
    }

    [Theory]
    [InlineData("JPY", "123.456", "123")]
    [InlineData("KWD", "1.23456", "1.235")]
    [InlineData("CLF", "1.234567", "1.2346")]
    [InlineData("CNY", "1.235", "1.24")]
    public void Amounts_are_rounded_to_the_minor_unit_of_their_currency(string to, string exact, string rounded)
    {
        var (amount, expected) = (Amount(exact), Amount(rounded));
        new RateTable([new("USD", to, 1.0000000001m, Day)], Day).Find("USD", to)!.Value.Of(amount).ShouldBe(expected);
        MinorUnits.Round(amount, to).ShouldBe(expected);
    }

    private static decimal Amount(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
