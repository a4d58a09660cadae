using Microsoft.Extensions.Logging.Abstractions;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Engine.Training;
using Risk.Scoring.Models;
using Risk.Scoring.Scores;
using Risk.Scoring.Tests.Engine.Facts;
using Risk.Scoring.Tests.Engine.Models;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Scores;

public sealed class ScoredCustomerTests
{
    [Fact]
    public void The_payment_index_that_orders_are_checked_by_does_not_depend_on_the_model()
    {
        var trained = TrainedOnFeatures.Scoring(ModelKind.Trees);
        trained.Features.ShouldNotContain(f => f.Name == "payment_index");

        IndexBy(trained).ShouldBe(40);
        IndexBy(trained).ShouldBe(IndexBy(new ScoringModels().Champion));
    }

    private static decimal? IndexBy(ICustomerModel model) => ScoredCustomer.Of(
        Guid.CreateVersion7(), FactText.Read("paid 2026-03-01 2026-04-30 100 CNY"),
        new(model, Challenger: null, NullLogger.Instance), ScoreTrigger.Request,
        ScoringMoment.Of(new(2026, 6, 30, 12, 0, 0, TimeSpan.Zero), day: null))!.Score.PaymentIndex;
}
