using System.Text.Json;
using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Scorecards;

namespace Risk.Scoring.Engine.Models;

/// <summary>What a model reckons by.</summary>
internal enum CustomerModelKind
{
    ExpertScorecard = 1,
    StatisticalScorecard = 2,
    Logistic = 3,
    Trees = 4,
    Ensemble = 5,
}

/// <summary>A model that can score customers.</summary>
internal sealed record ReadModel(CustomerModelKind Kind, ICustomerModel Model);

/// <summary>
/// Reads any model from its JSON for scoring customers, and refuses one that could not: every fault with its place.
/// </summary>
internal static class CustomerModels
{
    public static ReadModel Read(ModelName name, ReadOnlyMemory<byte> json, IReadOnlyList<GradeRule> rules)
    {
        if (IsExpert(json))
        {
            var card = ScorecardReader.Read(name.Name, json.Span) with { Name = name.Name, Version = name.Version };
            return new(CustomerModelKind.ExpertScorecard, new ScorecardModel(card));
        }
        var read = XGBoostModel.IsOne(json.Span)
            ? XGBoostModel.Read(name.Name, json)
            : ModelFileReader.Read(name.Name, json.Span);
        var file = read with { Name = name.Name, Version = name.Version };
        var faults = Faults(file).Take(50).ToList();
        if (faults.Count > 0)
            throw new ModelException(name.Name, faults);
        var model = Of(file, file.Rules ?? rules);
        var failures = TrialCustomers.Failures(model).ToList();
        return failures.Count == 0 ? new(KindOf(file), model) : throw new ModelException(name.Name, failures);
    }

    private static ICustomerModel Of(ModelFile file, IReadOnlyList<GradeRule> rules) => file.Scorecard is null
        ? new TrainedModel(file, rules)
        : new ScorecardModel(CompiledScorecard.Of(file, rules));

    /// <summary>The name in a model, if it has one.</summary>
    public static string? NameIn(ReadOnlyMemory<byte> json) => Top(json, "name"u8, out var value) ? value : null;

    private static CustomerModelKind KindOf(ModelFile file) => file switch
    {
        { Scorecard: not null } => CustomerModelKind.StatisticalScorecard,
        { Trees: not null } => CustomerModelKind.Trees,
        { Logistic: not null } => CustomerModelKind.Logistic,
        _ => CustomerModelKind.Ensemble,
    };

    /// <summary>The one kind that has groups of factors.</summary>
    private static bool IsExpert(ReadOnlyMemory<byte> json) => Top(json, "groups"u8, out _);

    /// <summary>Whether the outermost object has a property; with its text when it is one.</summary>
    private static bool Top(ReadOnlyMemory<byte> json, ReadOnlySpan<byte> name, out string? text)
    {
        text = null;
        var reader = new Utf8JsonReader(json.Span, new() { CommentHandling = JsonCommentHandling.Skip });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1
                    || !reader.ValueTextEquals(name))
                {
                    continue;
                }
                text = reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                return true;
            }
        }
        catch (JsonException)
        {
            // What is wrong with it is said when it is read whole; XGBoost's own NaN is no fault.
            return false;
        }
        return false;
    }

    private static IEnumerable<string> Faults(ModelFile file)
    {
        foreach (var (place, input) in file.Inputs.Index())
        {
            if (FeatureCatalogue.Find(input.Name) is not { } feature)
                yield return $"inputs[{place}]: there is no feature {input.Name}";
            else if ((input.FeatureVersion ?? 1) != feature.Version)
            {
                yield return $"inputs[{place}]: {input.Name} has version {feature.Version}, not "
                    + $"{input.FeatureVersion ?? 1}: train the model anew";
            }
            else if (input.Levels is not null)
                yield return $"inputs[{place}]: {input.Name} is a number and has no levels";
        }
        foreach (var fault in file.Scorecard is { } card ? CompiledScorecard.Faults(card) : [])
            yield return fault;
    }
}

/// <summary>What the suite calls a model: the name that it was given, and the version that it got.</summary>
internal sealed record ModelName(string Name, int Version);
