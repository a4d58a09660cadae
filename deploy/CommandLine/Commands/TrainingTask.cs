using Risk.CommandLine.Files;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Outcomes;
using Risk.Scoring.Engine.Samples;
using Risk.Scoring.Engine.Training;

namespace Risk.CommandLine.Commands;

/// <summary>What is learnt from, what is kept back to measure, and how.</summary>
internal sealed record TrainingTask(string Source, Sample All, Sample Learnt, Sample? Later)
{
    public required TrainingOptions Options { get; init; }

    /// <summary>What the outcome means, where it is known.</summary>
    public OutcomeDefinition? Outcome { get; init; }

    /// <summary>What the model says of its cases beside what training says.</summary>
    public IReadOnlyList<ModelNote> Notes { get; init; } = [];

    public static TrainingTask Of(CsvTable table, SampleColumns columns, TrainingOptions options)
    {
        var all = columns.Of(table);
        var (learnt, later) = columns.Divide(all, table, options.Seed);
        return new(table.Path, all, learnt, later) { Options = options };
    }

    /// <summary>With signs that the features have by definition, but for those that somebody gave.</summary>
    public static TrainingOptions Directed(TrainingOptions options, IReadOnlyDictionary<string, int> directions)
    {
        var signs = directions.ToDictionary(StringComparer.Ordinal);
        foreach (var (name, sign) in options.Classing.Directions)
            signs[name] = sign;
        return options with
        {
            Classing = options.Classing with { Directions = signs },
            Boosting = options.Boosting with { Monotone = signs },
        };
    }
}
