using Risk.Scoring.Models;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Events;

namespace Risk.Scoring.Scores;

/// <summary>Scores customers and explains scores.</summary>
internal sealed partial class ScoresService(
    ScoringDb db, CurrentScores current, ModelsInUse models, ScoreKeeping keeping, Freshness freshness,
    TimeProvider clock)
    : V1.ScoresService.ScoresServiceBase;
