using System.Text.Json;
using System.Text.Json.Serialization;

namespace Risk.Scoring.Engine.Scorecards;

/// <summary>A scorecard that cannot be used: every fault, each with its place.</summary>
internal sealed class ScorecardException(string name, IReadOnlyList<string> faults)
    : Exception($"The scorecard {name} cannot be used:\n" + string.Join('\n', faults.Select(f => "  " + f)))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}

/// <summary>Reads a scorecard from JSON and refuses one that is not sound.</summary>
internal static class ScorecardReader
{
    public static Scorecard Read(string name, ReadOnlySpan<byte> json)
    {
        Scorecard? card;
        try
        {
            card = JsonSerializer.Deserialize(json, ScorecardJson.Default.Scorecard);
        }
        catch (JsonException wrong)
        {
            throw new ScorecardException(name, [$"{wrong.Path ?? "$"}, line {wrong.LineNumber + 1}: {wrong.Message}"]);
        }
        if (card is null)
            throw new ScorecardException(name, ["$: is null"]);
        var faults = ScorecardCheck.Faults(card).ToList();
        return faults.Count == 0 ? card : throw new ScorecardException(name, faults);
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    ReadCommentHandling = JsonCommentHandling.Skip)]
[JsonSerializable(typeof(Scorecard))]
internal sealed partial class ScorecardJson : JsonSerializerContext;
