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
    /// the day, <c>{1}</c> the build.
    /// </summary>
    public const string Holds =
        """
        g.facts_version = coalesce(f.version, 0) AND g.champion_version = m.champion
            AND g.challenger_version = m.challenger AND g.as_of >= {0} AND g.software = {1}
        """;

    /// <summary>The models in use, as <c>m</c>: one row.</summary>
    public const string ModelsInUse =
        """
        (SELECT coalesce(max(version) FILTER (WHERE state = 2), 1) AS champion,
            coalesce(max(version) FILTER (WHERE state = 3), 0) AS challenger FROM models WHERE state IN (2, 3)) m
        """;

    public static ScoreBasis Of(FactSheet facts, UsedModels models) =>
        new(facts.Version, models.Champion.Frame.Version, models.Challenger?.Frame.Version ?? 0);
}
