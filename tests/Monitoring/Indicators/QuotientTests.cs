using System.Globalization;
using Risk.Intake.V1;
using Risk.Monitoring.Indicators;
using Shouldly;
using Xunit;

namespace Risk.Monitoring.Tests.Indicators;

/// <summary>
/// Parts are <c>currency above/below items</c>; one USD is worth 8 CNY, one JPY 0.05 CNY; of XTS no rate is known.
/// </summary>
public sealed class QuotientTests
{
    private static readonly DateOnly Today = new(2026, 6, 1);

    [Theory]
    [InlineData("a thousand small items weigh what they are worth", "JPY 1000/1000 1000; CNY 0/950 1", "0.05")]
    [InlineData("one large one as well", "USD 100/100 1; CNY 0/800 50", "0.5")]
    [InlineData("one currency needs no rate", "XTS 1/4 1", "0.25")]
    [InlineData("a currency with nothing below counts above", "CNY 10/100 1; USD 5/0 1", "0.5")]
    [InlineData("without a rate items weigh", "XTS 100/100 1; CNY 0/999 3", "0.25")]
    [InlineData("what is nothing asks for no rate", "XTS 0/0 0; USD 1/2 1; CNY 0/8 1", "0.3333")]
    [InlineData("nothing below is nothing known", "CNY 0/0 0; USD 5/0 1", "-")]
    public void Amounts_of_all_currencies_weigh_at_the_rates_of_today(string because, string parts, string expected)
    {
        var facts = new WatchedFacts
        {
            Today = Today,
            CustomerId = Guid.Empty,
            LegalName = "",
            Status = CustomerStatus.Active,
            Rates = [new("USD", "CNY", 8, Today), new("JPY", "CNY", 0.05m, Today)],
        };

        var quotient = Quotient.Of(parts.Split("; ").Select(Part), facts);

        (quotient is { } known ? Math.Round(known, 4).ToString(CultureInfo.InvariantCulture) : "-")
            .ShouldBe(expected, because);
    }

    private static Quotient Part(string text)
    {
        var words = text.Split(' ', '/');
        return new(words[0], Number(words[1]), Number(words[2]), int.Parse(words[3], CultureInfo.InvariantCulture));
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
