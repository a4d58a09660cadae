using Risk.Client;
using Risk.Scoring.Tests.Engine.Models;
using Risk.Scoring.V1;
using Risk.Testing;

namespace Risk.Scoring.Tests.Models;

/// <summary>Models published and activated through the door.</summary>
internal static class PublishedModels
{
    public static async Task<Model> PublishAsync(
        this ServiceFixture<ScoringService> scoring, Scoring.Engine.Training.ModelKind kind, RiskClient? by = null) =>
        await (by ?? scoring.Client).Models.PublishModelAsync(new()
        {
            Definition = TrainedOnFeatures.Json(kind),
            Reason = "trained on last year",
        });

    public static Task<RiskClient> ApproverAsync(this ServiceFixture<ScoringService> scoring, string owner = "zhao") =>
        Buyer.SomebodyElse(scoring, owner, Intake.V1.Role.Approver);
}
