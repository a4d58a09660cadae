using Risk.Scoring.Models;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Events;

namespace Risk.Scoring.Scores;

/// <summary>Scores customers and explains scores.</summary>
internal sealed partial class ScoresService(
    IServiceProvider services, CurrentScores current, ModelsInUse models, ScoreKeeping keeping, Freshness freshness,
    TimeProvider clock)
    : V1.ScoresService.ScoresServiceBase
{
    /// <summary>Only for those who need it: most calls ask for a score that is remembered.</summary>
    private ScoringDb db => services.GetRequiredService<ScoringDb>();
}
