using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Models;

namespace Risk.Scoring.Scores;

/// <summary>
/// What a score rests on, beside its day: while none of it changes, scoring again would give the same score again.
/// </summary>
internal sealed record ScoreBasis(long FactsVersion, int ChampionVersion, int ChallengerVersion)
{
    /// <summary>The build of the service: another one may define a feature in another way.</summary>
    public static readonly Guid Software = typeof(ScoreBasis).Module.ModuleVersionId;

    /// <summary>
    /// True of <c>customer_grades g</c> and <c>facts_versions f</c> whose score still holds; <c>{0}</c> is midnight of
    /// the day, <c>{1}</c> the build. The models in use are looked up once for all rows.
    /// </summary>
    public const string Holds =
        """
        g.facts_version = coalesce(f.version, 0)
            AND g.champion_version = (SELECT coalesce(max(version), 1) FROM models WHERE state = 2)
            AND g.challenger_version = (SELECT coalesce(max(version), 0) FROM models WHERE state = 3)
            AND g.as_of >= {0} AND g.software = {1}
        """;

    public static ScoreBasis Of(FactSheet facts, UsedModels models) =>
        new(facts.Version, models.Champion.Frame.Version, models.Challenger?.Frame.Version ?? 0);
}
