using Grpc.Core;
using Risk.Intake.V1;
using Risk.Scoring.Tests.CustomerFacts;
using Risk.Scoring.Tests.Models;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.GradeOverrides;

public sealed class ApproveGradeOverrideTests(UnscoredFixture scoring) : IClassFixture<UnscoredFixture>
{
    [Fact]
    public async Task A_second_person_makes_it_the_grade_beside_that_of_the_model_until_a_later_one_takes_its_place()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        var own = await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id });
        using var approver = await scoring.ApproverAsync();
        var proposed = await facts.ProposeAsync(scoring, Grade.Aa);

        var byProposer = await Should.ThrowAsync<RpcException>(async () =>
            await scoring.Client.GradeOverrides.ApproveGradeOverrideAsync(
                new() { GradeOverrideId = proposed.GradeOverrideId }));
        var approved = await approver.GradeOverrides.ApproveGradeOverrideAsync(
            new() { GradeOverrideId = proposed.GradeOverrideId });

        byProposer.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        (approved.State, approved.DecidedBy).ShouldBe((GradeOverrideState.Active, "zhao"));
        var score = await facts.LatestAsync(scoring);
        (score.Grade, score.RuledGrade, score.ModelGrade, score.Trigger)
            .ShouldBe((Grade.Aa, own.Grade, own.ModelGrade, ScoreTrigger.Override));
        (score.ManualOverride.ApprovedBy, score.ManualOverride.ValidUntil).ShouldBe(("zhao", proposed.ValidUntil));
        score.ProbabilityOfDefault.Value.ShouldBe("0.003");
        (await scoring.PublishedAsync<GradeChanged>(facts.Id))[^1].Grade.ShouldBe(Grade.Aa);
        (await scoring.Client.CreditAccounts.GetCreditAccountAsync(new() { CustomerId = facts.Id })).Grade
            .ShouldBe(Grade.Aa);
        (await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id })).Grade.ShouldBe(Grade.Aa);

        var worse = await facts.ProposeAsync(scoring, Grade.Ccc);
        await approver.GradeOverrides.ApproveGradeOverrideAsync(new() { GradeOverrideId = worse.GradeOverrideId });

        var later = await facts.LatestAsync(scoring);
        (later.Grade, later.ProbabilityOfDefault.Value).ShouldBe((Grade.Ccc, "0.09"));
        (await scoring.Client.GradeOverrides.ListGradeOverridesAsync(new() { CustomerId = facts.Id })).GradeOverrides
            .Select(o => o.State).ShouldBe([GradeOverrideState.Active, GradeOverrideState.Ended]);
    }

    [Fact]
    public async Task The_order_check_asks_for_the_overridden_grade()
    {
        var buyer = await Buyer.WithLimit(scoring, 1000);
        await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = buyer.Id });
        using var approver = await scoring.ApproverAsync("li");
        (await buyer.Check(10, "SO-1")).Outcome.ShouldBe(OrderOutcome.Approved);
        var proposed = await scoring.Client.GradeOverrides.ProposeGradeOverrideAsync(new()
        {
            CustomerId = buyer.Id,
            Grade = Grade.C,
            Reason = "rumours",
            ValidUntil = Risk.Scoring.Ledger.Amounts.ToContract(buyer.Today.AddDays(3)),
        });
        await approver.GradeOverrides.ApproveGradeOverrideAsync(new() { GradeOverrideId = proposed.GradeOverrideId });

        var held = await buyer.Check(10, "SO-2");

        held.Outcome.ShouldBe(OrderOutcome.Held);
        held.Checks.ShouldContain(c => c.Check == OrderCheck.Grade && c.Outcome == CheckOutcome.Failed);
    }

    [Fact]
    public async Task Who_is_in_default_by_rule_stays_there()
    {
        var facts = await IntakeFacts.OfRegistered(scoring, c => c.Status = CustomerStatus.Insolvent);
        using var approver = await scoring.ApproverAsync("wu");
        var proposed = await facts.ProposeAsync(scoring, Grade.A);

        await approver.GradeOverrides.ApproveGradeOverrideAsync(new() { GradeOverrideId = proposed.GradeOverrideId });

        var score = await facts.LatestAsync(scoring);
        (score.Grade, score.ManualOverride).ShouldBe((Grade.D, null));
    }

    [Fact]
    public async Task A_score_as_of_a_day_before_the_approval_is_the_models_own()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        using var approver = await scoring.ApproverAsync("zhou");
        var proposed = await facts.ProposeAsync(scoring, Grade.Aaa);
        await approver.GradeOverrides.ApproveGradeOverrideAsync(new() { GradeOverrideId = proposed.GradeOverrideId });

        var then = await scoring.Client.Scores.ScoreCustomerAsync(new()
        {
            CustomerId = facts.Id,
            AsOfDate = IntakeFacts.Day(facts.Today.AddDays(-10)),
        });

        then.Grade.ShouldBe(then.RuledGrade);
    }
}
