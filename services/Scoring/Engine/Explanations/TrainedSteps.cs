using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Models;

namespace Risk.Scoring.Engine.Explanations;

/// <summary>One input brought to another value.</summary>
internal readonly record struct InputStep(int Input, decimal Value);

/// <summary>A customer with some inputs changed.</summary>
internal sealed record Trial(double[] Row, IReadOnlyList<InputStep> Steps);

/// <summary>
/// The steps that a customer could take: for each input that can be changed, the values at which the model's answer
/// changes, in the better direction, nearest first.
/// </summary>
internal sealed class TrainedSteps
{
    public const int AllOptions = 256;
    public const int FewOptions = 10;
    public const int Kept = 16;

    private readonly Feature[] features;
    private readonly FeatureValue[] values;
    private readonly decimal[][] options;
    private readonly decimal[] spans;
    private readonly double[] start;

    public TrainedSteps(
        TrainedModel model, FeatureValue[] values, IReadOnlyDictionary<string, decimal?> needed)
    {
        this.values = values;
        features = [.. model.Features];
        start = TrainedModel.RowOf(values);
        var edges = features.Select(f => f.IsImmutable ? [] : InputEdges.Of(model.Data, f)).ToArray();
        spans = [.. edges.Select((e, i) => Math.Max(e.Count > 1 ? e[^1] - e[0] : 0, features[i].Step))];
        var forced = new List<InputStep>();
        for (var i = 0; i < features.Length; i++)
        {
            if (needed.GetValueOrDefault(features[i].Name) is not { } value)
                continue;
            start[i] = (double)value;
            forced.Add(new(i, value));
        }
        Forced = forced;
        options = [.. edges.Select((e, i) => Better(e, i))];
    }

    /// <summary>What rules ask for.</summary>
    public IReadOnlyList<InputStep> Forced { get; }

    public double[] Start() => [.. start];

    public Feature FeatureAt(int input) => features[input];

    /// <summary>As a share of the span of the values at which the model's answer changes.</summary>
    public decimal Effort(InputStep step)
    {
        var (value, span) = (values[step.Input], spans[step.Input]);
        if (value.IsKnown)
            return Math.Abs(step.Value - value.Amount) / span;
        var worst = features[step.Input].Better == Features.Better.Higher
            ? options[step.Input].Min()
            : options[step.Input].Max();
        return 1 + Math.Abs(step.Value - worst) / span;
    }

    public decimal Effort(Trial trial) => trial.Steps.Sum(Effort);

    /// <summary>With one more input changed; in the order of the inputs, so that no two trials are the same.</summary>
    public IEnumerable<Trial> Further(Trial trial, int optionsMax)
    {
        for (var i = 0; i < options.Length; i++)
        {
            if (trial.Steps.Any(s => s.Input == i))
                continue;
            foreach (var value in Thinned(options[i], optionsMax))
                yield return new(With(trial.Row, new(i, value)), [.. trial.Steps, new(i, value)]);
        }
    }

    /// <summary>With one step made smaller, the smallest first; none where a rule asks for it.</summary>
    public IEnumerable<Trial> Nearer(Trial trial, InputStep step)
    {
        if (Forced.Contains(step))
            yield break;
        foreach (var value in options[step.Input].TakeWhile(v => v != step.Value))
        {
            var nearer = new InputStep(step.Input, value);
            yield return new(With(trial.Row, nearer), [.. trial.Steps.Select(s => s == step ? nearer : s)]);
        }
    }

    /// <summary>Evenly spread, with the last one.</summary>
    public static IEnumerable<T> Thinned<T>(IReadOnlyList<T> all, int most = FewOptions)
    {
        if (all.Count <= most)
            return all;
        return Enumerable.Range(1, most).Select(i => all[(int)((long)i * all.Count / most) - 1]);
    }

    private decimal[] Better(IReadOnlyList<decimal> edges, int input)
    {
        var (higher, value) = (features[input].Better == Features.Better.Higher, values[input]);
        var better = edges.Where(e => !value.IsKnown || (higher ? e > value.Amount : e < value.Amount));
        return [.. higher ? better : better.Reverse()];
    }

    private static double[] With(double[] row, InputStep step)
    {
        double[] changed = [.. row];
        changed[step.Input] = (double)step.Value;
        return changed;
    }
}
