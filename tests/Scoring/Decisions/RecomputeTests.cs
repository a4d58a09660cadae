using Google.Protobuf;
using Risk.Scoring.Decisions;
using Risk.Scoring.Orders;
using Risk.Scoring.Tests.Orders;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Decisions;

public sealed class RecomputeTests
{
    public static IEnumerable<object[]> Cases =>
        DecisionTests.Table.Concat(RemediesTests.RemedyTable).Concat(FailOpenTests.Table)
            .Select(row => (Customer: (string)row[0], Order: (string)row[1])).Distinct()
            .Select(c => (object[])[c.Customer, c.Order]);

    /// <summary>Through the bytes of the log, as they are stored.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_written_down_gives_the_same_verdict_byte_for_byte(string customer, string order)
    {
        var figures = OrderCase.Read(customer, order);
        var given = VerdictContract.Of(Decision.Of(figures), figures.Now);
        given.HoldId = given.Outcome == OrderOutcome.Held ? Guid.CreateVersion7().ToString() : "";
        var stored = DecisionInputs.Of(figures, given).ToByteArray();

        var again = Recompute.Of(DecisionInput.Parser.ParseFrom(stored), Guid.Parse(given.VerdictId),
            figures.Order.CustomerId, figures.Rules);

        again.ShouldBe(given);
        again.ToByteArray().ShouldBe(given.ToByteArray());
    }

    [Fact]
    public void A_rate_that_was_not_known_then_is_not_made_up_from_those_that_were()
    {
        var rates = Scoring.ExchangeRates.RateTable.Exactly(
            [new("PLN", "USD", 0.25m, default), new("USD", "CNY", 7, default)]);

        rates.Find("PLN", "USD")!.Value.Factor.ShouldBe(0.25m);
        rates.Find("PLN", "CNY").ShouldBeNull();
        rates.Find("CNY", "USD").ShouldBeNull();
    }
}
