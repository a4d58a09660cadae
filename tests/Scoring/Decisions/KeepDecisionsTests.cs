using Risk.Scoring.V1;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Risk.Scoring.Tests.Decisions;

public sealed class KeepDecisionsTests(UnscoredFixture scoring, ITestOutputHelper output)
    : IClassFixture<UnscoredFixture>
{
    private const int BytesMax = 1_024;

    [Fact]
    public async Task A_decision_takes_less_than_a_kilobyte_with_its_indexes()
    {
        var buyer = await Buyer.WithLimit(scoring, 50_000);
        await buyer.Graded(Grade.Bbb);
        await buyer.Record(buyer.Invoice("I1", 1_234.56m, dueDaysAgo: 3), buyer.Invoice("I2", 20_000));
        var orders = Enumerable.Range(1, 500).Select(i => buyer.Order(97.35m, $"SO-2026-{i:0000}"));
        var answer = await scoring.Client.Orders.CheckOrdersAsync(new() { Orders = { orders } });

        var rows = await scoring.SqlAsync<double>("SELECT avg(pg_column_size(d.*))::float8 FROM order_decisions d");
        var all = await scoring.SqlAsync<long>(
            "SELECT sum(pg_total_relation_size(inhrelid))::bigint / (SELECT count(*) FROM order_decisions) "
            + "FROM pg_inherits WHERE inhparent = 'order_decisions'::regclass "
            + "AND pg_relation_size(inhrelid) > 0");
        var verdict = answer.Results.Average(r => r.Verdict.CalculateSize());

        output.WriteLine($"a row {rows:0} bytes, with page headers and indexes {all}, the verdict itself {verdict:0}");
        all.ShouldBeLessThan(BytesMax);
    }

    [Fact]
    public async Task A_month_that_nobody_has_made_never_stops_an_order_and_is_made_up_for()
    {
        var month = await scoring.SqlAsync<string>(
            "SELECT 'order_decisions_' || to_char(now() AT TIME ZONE 'UTC', 'YYYYMM')");
        var buyer = await Buyer.WithLimit(scoring, 100);
        await scoring.SqlAsync($"DROP TABLE {month}");

        var given = await buyer.Check(60, "SO-1");
        (await scoring.SqlAsync<long>("SELECT count(*) FROM order_decisions_other")).ShouldBe(1);
        await scoring.SqlAsync("INSERT INTO order_decisions (customer_id, verdict_id, recorded_at, cause, outcome, "
            + "order_system, order_id, requested_by, input, verdict_sha256) SELECT customer_id, gen_random_uuid(), "
            + "recorded_at + interval '14 months', cause, outcome, order_system, order_id, requested_by, input, "
            + "verdict_sha256 FROM order_decisions WHERE verdict_id = $1", Guid.Parse(given.VerdictId));
        await scoring.SqlAsync("SELECT ensure_decision_months(3)");

        (await scoring.SqlAsync<long>("SELECT count(*) FROM order_decisions_other")).ShouldBe(0);
        (await scoring.SqlAsync<long>($"SELECT count(*) FROM {month} WHERE verdict_id = $1",
            Guid.Parse(given.VerdictId))).ShouldBe(1);
        (await scoring.Client.Decisions.RecomputeDecisionAsync(new() { VerdictId = given.VerdictId })).Equal
            .ShouldBeTrue();
        (await buyer.Check(40, "SO-2")).Outcome.ShouldBe(OrderOutcome.Approved);
    }

    [Fact]
    public async Task Months_beyond_retention_go_and_never_less_than_a_year_is_kept()
    {
        await scoring.SqlAsync("INSERT INTO order_decisions (customer_id, verdict_id, recorded_at, cause, outcome, "
            + "order_system, order_id, requested_by, input, verdict_sha256) SELECT gen_random_uuid(), "
            + "gen_random_uuid(), now() - make_interval(months => m), 1, 1, '', '', '', '', '' "
            + "FROM unnest(ARRAY[30, 13, 11]) m");
        await scoring.SqlAsync("SELECT ensure_decision_months(3)");

        (await scoring.SqlAsync<int>("SELECT drop_decision_months(24)")).ShouldBe(1);
        (await scoring.SqlAsync<int>("SELECT drop_decision_months(1)")).ShouldBe(1);

        (await scoring.SqlAsync<long>(
            "SELECT count(*) FROM order_decisions WHERE recorded_at < now() - interval '10 months'")).ShouldBe(1);
    }
}
