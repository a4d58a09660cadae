using Risk.Scoring.Engine.Scorecards;

namespace Risk.Scoring.Models;

/// <summary>The model that comes with this service as data, and is active until another one is activated.</summary>
internal sealed class ScoringModels
{
    public const int ShippedVersion = 1;

    private const string ShippedName = "expert.1";

    public ScorecardModel Champion { get; } = new(Shipped(ShippedName));

    public static Scorecard Shipped(string name)
    {
        var json = Definition(name);
        return ScorecardReader.Read(name, json);
    }

    public static byte[] ShippedDefinition() => Definition(ShippedName);

    private static byte[] Definition(string name)
    {
        using var stream = typeof(ScoringModels).Assembly.GetManifestResourceStream($"Risk.Scoring.Models.{name}.json")
            ?? throw new ScorecardException(name, ["it is not shipped with this service"]);
        var json = new byte[stream.Length];
        stream.ReadExactly(json);
        return json;
    }
}
