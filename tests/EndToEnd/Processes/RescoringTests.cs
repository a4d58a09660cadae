using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.EndToEnd.Tests.Processes;

/// <summary>A rescoring of the portfolio outlives the processes that work on it.</summary>
public sealed class RescoringTests
{
    private const int Customers = 8_000;

    [Fact]
    public async Task A_rescoring_whose_instances_are_killed_goes_on_and_scores_everybody_once()
    {
        await using var suite = await ProcessSuite.StartAsync("scoring");
        var second = await suite.AddAsync("scoring");
        await suite.SqlAsync<long>(
            $"""
            WITH new AS (
                INSERT INTO scoring.customers (customer_id, legal_name, status, country_code, region, isic_section,
                    gbt4754_code, segment, salesperson, changed_at)
                SELECT md5(n::text)::uuid, 'Customer ' || n, 3, 'CN', '', 'C', '', '', '', now()
                FROM generate_series(1, {Customers}) n RETURNING customer_id),
            versions AS (
                INSERT INTO scoring.customer_versions (customer_id, changed_at, status, country_code, isic_section)
                SELECT customer_id, now(), 3, 'CN', 'C' FROM new)
            SELECT count(*) FROM new
            """);
        var job = await suite.Client("scoring").Rescorings.StartRescoringAsync(new() { Reason = "a drill" });
        await Eventually.HoldsAsync(async () => (await DoneAsync(suite)).ShouldBeGreaterThan(0));

        await Task.WhenAll(suite.First("scoring").KillAsync(), second.KillAsync());

        (await DoneAsync(suite)).ShouldBeLessThan(Customers, "it was killed in the middle");
        await second.StartAsync();
        await second.UntilReadyAsync();
        await Eventually.HoldsAsync(async () => (await suite.Client("scoring").Rescorings.GetRescoringAsync(
            new() { RescoringId = job.RescoringId })).State.ShouldBe(RescoringState.Done));
        (await suite.SqlAsync<long>("SELECT count(*) FROM scoring.scores")).ShouldBe(Customers);
        (await suite.SqlAsync<long>("SELECT count(DISTINCT customer_id) FROM scoring.scores")).ShouldBe(Customers);
        (await suite.SqlAsync<long>("SELECT count(*) FROM scoring.outbox WHERE type = 'risk.scoring.grade_changed.v1'"))
            .ShouldBe(Customers);
        (await suite.Client("scoring").ScoringAudit.VerifyAuditAsync(new())).Intact.ShouldBeTrue();
    }

    private static Task<long> DoneAsync(ProcessSuite suite) =>
        suite.SqlAsync<long>("SELECT customers_done FROM scoring.rescorings");
}
