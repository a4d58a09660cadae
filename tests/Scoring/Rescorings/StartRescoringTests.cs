using Grpc.Core;
using Risk.Scoring.Tests.Models;
using Risk.Scoring.Tests.Orders;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;
using Kind = Risk.Scoring.Engine.Training.ModelKind;

namespace Risk.Scoring.Tests.Rescorings;

public sealed class StartRescoringTests(PortfolioFixture scoring) : IClassFixture<PortfolioFixture>
{
    [Fact]
    public async Task Everybody_is_scored_once_by_whichever_instance_and_only_changed_grades_are_told()
    {
        await using var second = await SecondInstance.StartAsync(scoring);
        await scoring.SqlAsync("DELETE FROM customer_grades");
        var toldBefore = (await scoring.PublishedAsync<CustomerScored>()).Count;
        var start = scoring.Clock.GetUtcNow().UtcDateTime;
        var first = await scoring.Ended(await scoring.Start());
        var told = (await scoring.PublishedAsync<CustomerScored>()).Count;

        var again = await scoring.Ended(await scoring.Start());

        foreach (var job in (Rescoring[])[first, again])
        {
            (job.State, job.CustomersTotal, job.CustomersDone, job.CustomersScored).ShouldBe(
                (RescoringState.Done, 300, 300, 300));
        }
        (first.GradesChanged, again.GradesChanged).ShouldBe((PortfolioFixture.Customers, 0));
        (told - toldBefore).ShouldBe(PortfolioFixture.Customers);
        (await scoring.PublishedAsync<CustomerScored>()).Count.ShouldBe(told);
        (await scoring.SqlAsync<long>("SELECT count(*) FROM (SELECT customer_id FROM scores WHERE scored_at >= $1 "
            + "GROUP BY customer_id HAVING count(*) = 2) s", start)).ShouldBe(PortfolioFixture.Customers);

        var (whole, byValues) = (await LastScoreOf(first), await LastScoreOf(again));
        (await scoring.SqlAsync<int>("SELECT max(length(explanation)) FROM scores WHERE scored_at >= $1", start))
            .ShouldBe(0);
        var (one, other) = (await Explained(whole), await Explained(byValues));
        other.Factors.ShouldBe(one.Factors);
        other.ChangesToNextGrade.ShouldBe(one.ChangesToNextGrade);
        (await scoring.Client.Scores.GetScoreAsync(new() { ScoreId = byValues })).ShouldBe(other.Score);
        (await scoring.Client.Scores.CompareScoresAsync(new() { ScoreId = byValues, FormerScoreId = whole })).Factors
            .ShouldBeEmpty();
        using var approver = await scoring.ApproverAsync();
        var model = await scoring.PublishAsync(Kind.Trees);
        await approver.Models.ActivateModelAsync(new() { Version = model.Version, KeepScores = true });
        var anew = await scoring.Ended(await scoring.Start());

        anew.GradesChanged.ShouldBeGreaterThan(0);
        (await scoring.PublishedAsync<GradeChanged>()).Count(e => e.Score.ModelVersion == model.Version)
            .ShouldBe((int)anew.GradesChanged);
        (await scoring.SqlAsync<long>("SELECT count(*) FROM customer_grades g JOIN scores s USING (score_id) "
            + "WHERE s.model_version = $1", model.Version)).ShouldBe(PortfolioFixture.Customers);
        await approver.Models.ActivateModelAsync(new() { Version = 1, KeepScores = true });
    }

    /// <summary>Of the same customer each time: the score that the rescoring gave.</summary>
    private async Task<string> LastScoreOf(Rescoring job) => (await scoring.SqlAsync<Guid>(
        "SELECT score_id FROM scores WHERE scored_at BETWEEN $1 AND $2 ORDER BY customer_id, scored_at DESC LIMIT 1",
        job.RequestedAt.ToDateTime(), job.FinishedAt.ToDateTime())).ToString();

    private async Task<ScoreExplanation> Explained(string score) =>
        await scoring.Client.Scores.ExplainScoreAsync(new() { ScoreId = score });

    [Fact]
    public async Task A_rescoring_goes_on_where_the_last_batch_of_a_killed_process_ended()
    {
        var middle = await scoring.SqlAsync<Guid>(
            "SELECT customer_id FROM customers ORDER BY customer_id OFFSET 99 LIMIT 1");
        var (id, now) = (Guid.CreateVersion7(), scoring.Clock.GetUtcNow().UtcDateTime);
        var scoresBefore = await scoring.SqlAsync<long>("SELECT count(*) FROM scores");
        await scoring.SqlAsync(
            """
            INSERT INTO rescorings (rescoring_id, state, reason, requested_by, requested_at, started_at, cancelled_by,
                customers_total, customers_done, customers_scored, grades_changed, last_customer_id, worker,
                lease_until, anew)
            VALUES ($1, 2, 'r', 'p', $3, $3, '', 300, 100, 100, 0, $2, gen_random_uuid(), $4, true)
            """, id, middle, now, now.AddSeconds(2));

        (await Should.ThrowAsync<RpcException>(scoring.Start)).StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        var job = await scoring.Ended(new() { RescoringId = id.ToString() });

        (job.State, job.CustomersDone, job.CustomersScored).ShouldBe((RescoringState.Done, 300, 300));
        // The first hundred are not scored again; one whom another test has left to the queue may come on top.
        (await scoring.SqlAsync<long>("SELECT count(*) FROM scores") - scoresBefore).ShouldBeInRange(200, 201);
    }

    [Fact]
    public async Task A_customer_who_is_being_scored_by_somebody_else_is_left_to_the_queue()
    {
        await scoring.Ended(await scoring.Start());
        var customer = await scoring.SqlAsync<Guid>("SELECT customer_id FROM customers ORDER BY customer_id LIMIT 1");
        await using var connection = await scoring.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = connection.CreateCommand())
        {
            hold.CommandText = "SELECT 1 FROM customer_grades WHERE customer_id = $1 FOR UPDATE";
            hold.Parameters.Add(new() { Value = customer });
            await hold.ExecuteNonQueryAsync();
        }

        var job = await scoring.Ended(await scoring.Start());

        (job.CustomersDone, job.CustomersScored).ShouldBe((300, 299));
        var scores = await scoring.SqlAsync<long>("SELECT count(*) FROM scores WHERE customer_id = $1", customer);
        await transaction.RollbackAsync();
        await Risk.Testing.ServiceFixture<ScoringService>.UntilAsync(async () => await scoring.SqlAsync<long>(
            "SELECT count(*) FROM scores WHERE customer_id = $1", customer) == scores + 1, "the score of the held one");
    }

    [Fact]
    public async Task An_activated_model_scores_everybody_in_place_of_the_rescoring_that_is_under_way()
    {
        using var approver = await scoring.ApproverAsync("sun");
        var model = await scoring.PublishAsync(Kind.Logistic);
        var former = await scoring.Start();

        var activated = await approver.Models.ActivateModelAsync(new() { Version = model.Version });
        var job = await scoring.Ended(new() { RescoringId = activated.RescoringId });

        (job.State, job.RequestedBy, job.Anew).ShouldBe((RescoringState.Done, "sun", false));
        job.Reason.ShouldContain($"Model {model.Version}");
        (job.CustomersScored + job.CustomersUnchanged).ShouldBe(PortfolioFixture.Customers);
        (await scoring.SqlAsync<long>("SELECT count(*) FROM customer_grades g JOIN scores s USING (score_id) "
            + "WHERE s.model_version = $1", model.Version)).ShouldBe(PortfolioFixture.Customers);
        (await scoring.Ended(former)).State.ShouldBeOneOf(RescoringState.Cancelled, RescoringState.Done);
        (await scoring.Client.Models.GetModelAsync(new() { Version = model.Version })).RescoringId
            .ShouldBe(activated.RescoringId);
        (await scoring.SqlAsync<long>("SELECT count(*) FROM audit_entries WHERE action = 'rescorings.start' "
            + "AND subject = $1", activated.RescoringId)).ShouldBe(1);
        var back = await approver.Models.ActivateModelAsync(new() { Version = 1, KeepScores = true });
        back.RescoringId.ShouldBeEmpty();
    }

    [Fact]
    public async Task Scores_that_still_hold_are_left_alone()
    {
        await scoring.Ended(await scoring.Start());
        const string ScoresOf = "SELECT count(*) FROM scores WHERE customer_id = $1";
        var customer = await scoring.SqlAsync<Guid>("SELECT customer_id FROM customers ORDER BY customer_id LIMIT 1");
        var scores = await scoring.SqlAsync<long>(ScoresOf, customer);
        await scoring.SqlAsync("INSERT INTO facts_versions AS f VALUES ($1, 1) "
            + "ON CONFLICT (customer_id) DO UPDATE SET version = f.version + 1", customer);

        var job = await scoring.Ended(
            await scoring.Client.Rescorings.StartRescoringAsync(new() { Reason = "to be sure" }));

        (job.CustomersDone, job.CustomersUnchanged, job.CustomersScored, job.Anew).ShouldBe((300, 299, 1, false));
        (await scoring.SqlAsync<long>(ScoresOf, customer)).ShouldBe(scores + 1);
    }

    [Fact]
    public async Task A_customer_who_cannot_be_scored_is_left_to_the_queue_and_stops_nobody_else()
    {
        var customer = await scoring.SqlAsync<Guid>(
            "SELECT customer_id FROM customers ORDER BY customer_id OFFSET 150 LIMIT 1");
        // Altman's score multiplies it, which no decimal can hold.
        await scoring.SqlAsync("UPDATE statements SET current_assets = 79228162514264337593543950335, total_assets = 1 "
            + "WHERE customer_id = $1", customer);

        var job = await scoring.Ended(await scoring.Start());
        var waits = await scoring.SqlAsync<long>("SELECT count(*) FROM rescore_queue WHERE customer_id = $1", customer);
        await scoring.SqlAsync("UPDATE statements SET current_assets = 150, total_assets = NULL "
            + "WHERE customer_id = $1", customer);

        (job.State, job.CustomersDone, job.CustomersScored).ShouldBe((RescoringState.Done, 300, 299));
        waits.ShouldBe(1);
    }
}
