using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Samples;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Engine.Validation;

/// <summary>The shares of a class among the cases that were learnt from, and among those looked at.</summary>
internal sealed record ClassShift(Text Class, double Before, double Now);

/// <summary>How far the values of an input have moved, by the classes that the model reads.</summary>
internal sealed record InputStability(string Input, double Index)
{
    /// <summary>Empty where the input is cut into tenths.</summary>
    public IReadOnlyList<ClassShift> Classes { get; init; } = [];

    /// <summary>A scorecard remembers how many cases its classes had: its file is reference enough.</summary>
    public static IReadOnlyList<InputStability> Of(ModelFile model, Sample? reference, Sample now)
    {
        if (model.Scorecard is { } card)
            return [.. card.Characteristics.Select(c => Of(c, Values(now, c.Of.Input.Name)))];
        return reference is null ? [] : [.. model.Inputs.Select(i => Of(i, reference, now))];
    }

    private static InputStability Of(ScoredCharacteristic scored, double[] values)
    {
        var classes = scored.Of.Classes;
        var counts = new double[classes.Count];
        foreach (var value in values)
            counts[scored.Of.ClassOf(value)]++;
        var learnt = Math.Max(1, classes.Sum(c => c.Count));
        return Of(scored.Of.Input.Name, [.. classes.Select((c, place) => new ClassShift(
            c.Text(scored.Of.Input.Levels), (double)c.Count / learnt, counts[place] / values.Length))]);
    }

    /// <summary>Words by themselves: the order of their numbers means nothing.</summary>
    private static InputStability Of(ModelInput input, Sample reference, Sample now)
    {
        var (before, after) = (Values(reference, input.Name), Values(now, input.Name));
        if (input.Levels is not { } levels)
            return new(input.Name, Psi.Of(before, after));
        var (was, share) = (Shares(before, levels.Count), Shares(after, levels.Count));
        return Of(input.Name, [.. was.Select((w, place) => new ClassShift(
            place < levels.Count ? new(levels[place], levels[place]) : new("missing", "缺失"), w, share[place]))]);
    }

    private static InputStability Of(string input, IReadOnlyList<ClassShift> shifts) =>
        new(input, Psi.OfShares([.. shifts.Select(s => s.Before)], [.. shifts.Select(s => s.Now)]))
        {
            Classes = shifts,
        };

    private static double[] Shares(double[] values, int levels)
    {
        var shares = new double[levels + 1];
        foreach (var value in values)
            shares[value >= 0 && value < levels ? (int)value : levels] += 1.0 / values.Length;
        return shares;
    }

    private static double[] Values(Sample sample, string name) =>
        sample.Columns.First(c => c.Name == name).Values;
}
