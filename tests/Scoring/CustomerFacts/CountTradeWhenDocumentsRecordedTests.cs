using Risk.Intake.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.CustomerFacts;

[Collection(ScoringCollection.Name)]
public sealed class CountTradeWhenDocumentsRecordedTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task Orders_invoices_and_disputes_are_counted_by_their_day()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);

        await facts.Record(
            facts.Of(DocumentKind.Order, "O1", "10", daysAgo: 9), facts.Of(DocumentKind.Order, "O2", "10", daysAgo: 9),
            facts.Invoice("I1", "10", issuedDaysAgo: 9, dueDaysAgo: -21),
            facts.Of(DocumentKind.Advance, "A1", "10", daysAgo: 9));
        await facts.Record(
            facts.Of(DocumentKind.Order, "O3", "10", daysAgo: 9),
                facts.Of(DocumentKind.Dispute, "D1", "5", daysAgo: 2));

        (await scoring.SqlAsync<string>(
            "SELECT string_agg(concat_ws('/', $2 - day, orders, invoices, disputes), ' ' ORDER BY day) "
            + "FROM trade_days WHERE customer_id = $1", Guid.Parse(facts.Id), facts.Today)).ShouldBe("9/3/1/0 2/0/0/1");
    }
}
