using Risk.Scoring.Ledger;
using Risk.Scoring.Tests.CustomerFacts;
using Risk.Scoring.V1;
using Risk.Testing;

namespace Risk.Scoring.Tests.GradeOverrides;

/// <summary>Overrides proposed by the person of the fixture.</summary>
internal static class Overriding
{
    public static async Task<GradeOverride> ProposeAsync(
        this IntakeFacts facts, ServiceFixture<ScoringService> scoring, Grade grade, int days = 30) =>
        await scoring.Client.GradeOverrides.ProposeGradeOverrideAsync(new()
        {
            CustomerId = facts.Id,
            Grade = grade,
            Reason = "the owner vouches for it",
            ValidUntil = Amounts.ToContract(facts.Today.AddDays(days)),
        });

    public static async Task<Score> LatestAsync(this IntakeFacts facts, ServiceFixture<ScoringService> scoring) =>
        (await scoring.Client.Scores.ListScoresAsync(new() { CustomerId = facts.Id, PageSize = 1 })).Scores[0];
}
