using Risk.Intake.V1;
using Risk.Scoring.Tests.CustomerFacts;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Scores;

[Collection(ScoringCollection.Name)]
public sealed class RescoreWhenFactsChangeTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task A_payment_a_statement_and_a_legal_record_each_bring_a_new_score()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        await Rescored(facts, 1);

        await facts.Record(facts.Invoice("I1", "100", 120, 90), facts.Payment("I1", "100", daysAgo: 10));
        var afterPayment = (await Rescored(facts, 2))[^1].Score;
        await facts.Deliver(new StatementFiled { Statement = facts.Statement(endedDaysAgo: 100) });
        var afterStatement = (await Rescored(facts, 3))[^1].Score;
        await facts.Change(c => c.LegalRecords.Add(new LegalRecord
        {
            Kind = LegalRecordKind.DishonestDebtor,
            RecordedOn = IntakeFacts.Day(facts.Today.AddDays(-1)),
        }));
        var afterRecord = (await Rescored(facts, 4))[^1].Score;

        afterPayment.Trigger.ShouldBe(ScoreTrigger.FactsChanged);
        afterStatement.Points.ShouldBeGreaterThan(afterPayment.Points);
        afterRecord.Caps.ShouldContain(c => c.Rule == "DISHONEST_DEBTOR");
        (await scoring.SqlAsync<short>(
            "SELECT grade FROM customer_grades WHERE customer_id = $1", Guid.Parse(facts.Id))).ShouldBe(
                (short)Grade.Cc);
        (await scoring.SqlAsync<long>(
            "SELECT count(*) FROM audit_entries WHERE subject = $1 AND action = 'scores.rescore'",
                facts.Id)).ShouldBe(4);
    }

    [Fact]
    public async Task Many_documents_in_a_row_make_few_scores()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);

        for (var i = 0; i < 60; i++)
            await facts.Record(facts.Invoice($"I{i}", "10", issuedDaysAgo: 30, dueDaysAgo: 0));
        await ServiceFixture<ScoringService>.UntilAsync(async () => await Waiting(facts) == 0, "an empty queue");

        (await scoring.PublishedAsync<CustomerScored>(facts.Id)).Count.ShouldBeLessThan(10);
        (await scoring.SqlAsync<int>("SELECT sum(invoices)::int FROM trade_days WHERE customer_id = $1",
            Guid.Parse(facts.Id))).ShouldBe(60);
    }

    [Fact]
    public async Task Every_customer_of_a_portfolio_gets_a_grade()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        await facts.Record(facts.Invoice("I1", "100", 120, 90), facts.Payment("I1", "100", daysAgo: 10));
        await facts.Deliver(new StatementFiled { Statement = facts.Statement(endedDaysAgo: 100) });

        await scoring.SqlAsync(Copies(facts.Id, 500));

        await ServiceFixture<ScoringService>.UntilAsync(
            async () => await scoring.SqlAsync<long>(
                "SELECT count(*) FROM customer_grades g JOIN customers USING (customer_id) WHERE salesperson = 'copy'")
                == 500,
            "a grade for every customer");
    }

    [Fact]
    public async Task A_change_that_comes_while_the_customer_is_being_scored_is_not_lost()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        await Rescored(facts, 1);
        var id = Guid.Parse(facts.Id);
        await facts.Change(c => c.CountryCode = "DE");
        await scoring.SqlAsync(
            "UPDATE rescore_queue SET claimed_until = now() + interval '1 hour' WHERE customer_id = $1", id);

        await facts.Change(c => c.CountryCode = "US");

        await Rescored(facts, 2);
        (await Waiting(facts)).ShouldBe(0);
    }

    private async Task<IReadOnlyList<CustomerScored>> Rescored(IntakeFacts facts, int times)
    {
        IReadOnlyList<CustomerScored> scored = [];
        await ServiceFixture<ScoringService>.UntilAsync(
            async () => (scored = await scoring.PublishedAsync<CustomerScored>(facts.Id)).Count >= times,
            $"score {times} of the customer");
        return scored;
    }

    private Task<long> Waiting(IntakeFacts facts) => scoring.SqlAsync<long>(
        "SELECT count(*) FROM rescore_queue WHERE customer_id = $1", Guid.Parse(facts.Id));

    /// <summary>Customers with the facts of another one, all of them asking for a score.</summary>
    private static string Copies(string original, int count)
    {
        string[] tables = ["customers", "customer_versions", "statements", "trade_days"];
        var copying = tables.Select(table =>
            $"""
            INSERT INTO {table} SELECT (jsonb_populate_record(t, copy)).*
            FROM {table} t, copies WHERE t.customer_id = '{original}';
            """);
        return $"""
            CREATE TEMP TABLE copies ON COMMIT DROP AS
                SELECT jsonb_build_object('customer_id', gen_random_uuid(), 'salesperson', 'copy') AS copy
                FROM generate_series(1, {count});
            {string.Concat(copying)}
            INSERT INTO rescore_queue (customer_id, first_at, due_at, changes)
                SELECT (copy ->> 'customer_id')::uuid, now(), now(), 1 FROM copies;
            """;
    }
}
