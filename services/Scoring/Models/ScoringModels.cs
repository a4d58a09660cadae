using Risk.Scoring.Engine.Scorecards;

namespace Risk.Scoring.Models;

/// <summary>The models that this service scores by; shipped with it as data, and checked when they are read.</summary>
internal sealed class ScoringModels
{
    private const string ChampionName = "expert.1";

    /// <summary>The model whose grades count.</summary>
    public ScorecardModel Champion { get; } = new(Shipped(ChampionName));

    public static Scorecard Shipped(string name)
    {
        using var stream = typeof(ScoringModels).Assembly.GetManifestResourceStream($"Risk.Scoring.Models.{name}.json")
            ?? throw new ScorecardException(name, ["it is not shipped with this service"]);
        var json = new byte[stream.Length];
        stream.ReadExactly(json);
        return ScorecardReader.Read(name, json);
    }
}
