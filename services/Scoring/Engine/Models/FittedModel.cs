using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Engine.Trees;

namespace Risk.Scoring.Engine.Models;

/// <summary>What one input did to a result.</summary>
internal sealed record InputEffect(string Input)
{
    /// <summary>NaN when missing.</summary>
    public required double Value { get; init; }

    /// <summary>The class that it fell into, or the word; empty where there are no classes.</summary>
    public string Class { get; init; } = "";

    /// <summary>In points for a scorecard, else in the logarithm of the odds of the bad outcome.</summary>
    public required double Effect { get; init; }

    /// <summary>The effect that would have been best; null where that depends on the other inputs.</summary>
    public double? Best { get; init; }

    /// <summary>How much it speaks against the case: points lost against the best, or log odds added.</summary>
    public double Adverse => Best is { } best ? Math.Abs(best - Effect) : Effect;
}

/// <summary>Scores rows by a trained model. A row has the model's inputs in their order.</summary>
internal sealed class FittedModel
{
    private readonly TreeEnsemble? trees;
    private readonly Lazy<TreeShap>? shap;
    private readonly PointTable? points;
    private readonly (double Weight, FittedModel Model, int[] Inputs)[] members;

    public FittedModel(ModelFile file)
    {
        Data = file;
        if (file.Trees is { } of)
        {
            trees = new(file.Inputs, of.BaseMargin, of.Trees);
            shap = new(() => new(trees));
        }
        points = file.Scorecard is { } card ? new(card) : null;
        var places = file.Inputs.Index().ToDictionary(i => i.Item.Name, i => i.Index, StringComparer.Ordinal);
        members = [.. (file.Ensemble ?? []).Select(m =>
            (m.Weight, new FittedModel(m.Model), m.Model.Inputs.Select(i => places[i.Name]).ToArray()))];
    }

    public ModelFile Data { get; }

    /// <summary>The logarithm of the odds of the bad outcome, before calibration.</summary>
    public double Margin(ReadOnlySpan<double> row)
    {
        if (Data.Scorecard is { } card)
            return card.Scale.MarginAt(Points(row)!.Value);
        if (trees is not null)
            return trees.Margin(Singles(row));
        return Data.Logistic is { } logistic ? LogisticMargin(logistic, row) : MeanOfMembers(row);
    }

    public double Probability(ReadOnlySpan<double> row) => Data.Calibration.At(Margin(row));

    public Grade GradeOf(double probability) =>
        Data.Grades.First(g => probability <= (double)g.ProbabilityMax).Grade;

    /// <summary>The sum of the points of the classes; null for models without points.</summary>
    public int? Points(ReadOnlySpan<double> row)
    {
        if (points is null)
            return null;
        Span<int> given = stackalloc int[points.Count];
        return points.Score(row, given);
    }

    /// <summary>
    /// What each input did. The effects add up to the points of a scorecard, and to the margin less
    /// <see cref="Middle"/> of another model.
    /// </summary>
    public IReadOnlyList<InputEffect> Effects(ReadOnlySpan<double> row)
    {
        if (Data.Scorecard is { } card)
            return PointsOf(card, row);
        var effects = new double[Data.Inputs.Count];
        AddEffects(row, effects, weight: 1);
        var list = new List<InputEffect>();
        for (var i = 0; i < effects.Length; i++)
        {
            var isWord = Data.Inputs[i].Levels is not null && row[i] >= 0;
            list.Add(new(Data.Inputs[i].Name)
            {
                Value = row[i],
                Class = isWord ? Data.Inputs[i].Levels![(int)row[i]] : "",
                Effect = effects[i],
            });
        }
        return list;
    }

    /// <summary>The margin of which the effects say how it came about to differ from.</summary>
    public double Middle => Data switch
    {
        { Scorecard: not null } => 0,
        { Logistic: { } logistic } => logistic.Constant,
        { Trees: not null } => shap!.Value.Expected,
        _ => members.Sum(m => m.Weight * m.Model.CalibratedMiddle) / members.Sum(m => m.Weight),
    };

    private double CalibratedMiddle => Data.Scorecard is null
        ? LogOdds(Data.Calibration.At(Middle))
        : LogOdds(Data.Calibration.At(Data.Scorecard.Scale.MarginAt(Data.Scorecard.Characteristics.Sum(MiddlePoints))));

    /// <summary>How much of what the model tells rests on each input, whatever its value; they add up to 1.</summary>
    public double[] Importances()
    {
        var all = new double[Data.Inputs.Count];
        if (Data.Scorecard is { } card)
        {
            for (var i = 0; i < card.Characteristics.Count; i++)
                all[i] = card.Characteristics[i].Points.Max() - card.Characteristics[i].Points.Min();
        }
        foreach (var term in Data.Logistic?.Terms ?? [])
            all[term.Input] += Math.Abs(term.Coefficient);
        foreach (var tree in Data.Trees?.Trees ?? [])
            tree.AddSpans(all);
        foreach (var (weight, model, inputs) in members)
        {
            foreach (var (place, own) in model.Importances().Index())
                all[inputs[place]] += weight * own;
        }
        var sum = all.Sum();
        return sum > 0 ? [.. all.Select(a => a / sum)] : all;
    }

    private static double LogisticMargin(LogisticModel logistic, ReadOnlySpan<double> row)
    {
        var margin = logistic.Constant;
        foreach (var term in logistic.Terms)
            margin += term.Of(row);
        return margin;
    }

    private double MeanOfMembers(ReadOnlySpan<double> row)
    {
        double sum = 0, weights = 0;
        foreach (var (weight, model, inputs) in members)
        {
            sum += weight * LogOdds(model.Probability(Part(row, inputs)));
            weights += weight;
        }
        return sum / weights;
    }

    private void AddEffects(ReadOnlySpan<double> row, Span<double> effects, double weight)
    {
        if (Data.Logistic is { } logistic)
        {
            foreach (var term in logistic.Terms)
                effects[term.Input] += weight * term.Of(row);
            return;
        }
        if (Data.Trees is not null)
        {
            var own = new double[Data.Inputs.Count];
            shap!.Value.Explain(Singles(row), own);
            for (var i = 0; i < own.Length; i++)
                effects[i] += weight * own[i];
            return;
        }
        AddMembers(row, effects);
    }

    /// <summary>Scaled to what each member adds after its calibration, so that the effects add up.</summary>
    private void AddMembers(ReadOnlySpan<double> row, Span<double> effects)
    {
        var weights = members.Sum(m => m.Weight);
        foreach (var (weight, model, inputs) in members)
        {
            var part = Part(row, inputs);
            var own = new double[inputs.Length];
            if (model.Data.Scorecard is { } card)
            {
                for (var i = 0; i < own.Length; i++)
                    own[i] = MiddlePoints(card.Characteristics[i]) - PointsAt(card.Characteristics[i], part[i]);
            }
            else
            {
                model.AddEffects(part, own, weight: 1);
            }
            var told = LogOdds(model.Probability(part)) - model.CalibratedMiddle;
            EffectScale.To(told, own);
            for (var i = 0; i < own.Length; i++)
                effects[inputs[i]] += weight / weights * own[i];
        }
    }

    private List<InputEffect> PointsOf(StatisticalScorecard card, ReadOnlySpan<double> row)
    {
        var effects = new List<InputEffect>();
        for (var i = 0; i < card.Characteristics.Count; i++)
        {
            var (scored, value) = (card.Characteristics[i], row[i]);
            effects.Add(new(scored.Of.Input.Name)
            {
                Value = value,
                Class = scored.Of.Classes[scored.Of.ClassOf(value)].Label(scored.Of.Input.Levels),
                Effect = PointsAt(scored, value),
                Best = scored.Points.Max(),
            });
        }
        return effects;
    }

    private static double PointsAt(ScoredCharacteristic scored, double value) =>
        scored.Points[scored.Of.ClassOf(value)];

    private static double MiddlePoints(ScoredCharacteristic scored) =>
        scored.Of.Classes.Zip(scored.Points, (c, p) => (double)c.Count * p).Sum()
            / Math.Max(1, scored.Of.Classes.Sum(c => c.Count));

    private static double[] Part(ReadOnlySpan<double> row, int[] inputs)
    {
        var part = new double[inputs.Length];
        for (var i = 0; i < part.Length; i++)
            part[i] = row[inputs[i]];
        return part;
    }

    private static float[] Singles(ReadOnlySpan<double> row)
    {
        var singles = new float[row.Length];
        for (var i = 0; i < singles.Length; i++)
            singles[i] = (float)row[i];
        return singles;
    }

    private static double LogOdds(double probability)
    {
        var p = Math.Clamp(probability, 1e-9, 1 - 1e-9);
        return Math.Log(p / (1 - p));
    }
}
