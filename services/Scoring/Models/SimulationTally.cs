using Risk.Scoring.Engine.Scorecards;

namespace Risk.Scoring.Models;

/// <summary>Counts what a model that is tried would do to the portfolio.</summary>
internal sealed class SimulationTally
{
    private readonly Dictionary<(Grade Before, Grade After), long> pairs = [];
    private long lacking;

    /// <summary>Whether the customer would get another grade. Who has no score now is not compared.</summary>
    public bool Count(ScoreResult? before, ScoreResult? after)
    {
        if (after is null)
        {
            lacking++;
            return false;
        }
        if (before is null)
            return false;
        pairs[(before.Grade, after.Grade)] = pairs.GetValueOrDefault((before.Grade, after.Grade)) + 1;
        return before.Grade != after.Grade;
    }

    public V1.ModelSimulationSummary ToContract() => new()
    {
        Customers = pairs.Values.Sum(),
        CustomersLacking = lacking,
        Better = pairs.Where(p => p.Key.After < p.Key.Before).Sum(p => p.Value),
        Worse = pairs.Where(p => p.Key.After > p.Key.Before).Sum(p => p.Value),
        GradePairs =
        {
            pairs.OrderBy(p => p.Key).Select(p => new V1.GradePair
            {
                ChampionGrade = (V1.Grade)p.Key.Before,
                ChallengerGrade = (V1.Grade)p.Key.After,
                Customers = p.Value,
            }),
        },
    };
}
