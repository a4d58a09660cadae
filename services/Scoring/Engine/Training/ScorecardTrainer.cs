using Risk.Scoring.Engine.Classing;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Regression;
using Risk.Scoring.Engine.Samples;

namespace Risk.Scoring.Engine.Training;

/// <summary>Trains a scorecard: classes, weights of evidence, regression, points.</summary>
internal static class ScorecardTrainer
{
    public static StatisticalScorecard Train(Sample sample, TrainingOptions options)
    {
        var classifier = new Classifier(sample.Target, options.Classing);
        var all = new Characteristic[sample.Columns.Count];
        Parallel.For(0, all.Length, c => all[c] = classifier.Of(sample.Columns[c]));
        var telling = Enumerable.Range(0, all.Length)
            .Where(c => all[c].InformationValue >= options.InformationMin).ToList();
        var inputs = telling.Select(c => all[c].WoeOf(sample.Columns[c])).ToList();
        var (chosen, fit) = Selection.Forward(inputs, sample.Target, options.Selection);
        if (chosen.Count == 0)
            throw new TrainingException("no input tells the bad cases from the good ones");
        return Scale([.. chosen.Select(i => all[telling[i]])], fit, options.Scale);
    }

    /// <summary>The constant is shared out evenly, so that the points of the classes are the whole score.</summary>
    public static StatisticalScorecard Scale(
        IReadOnlyList<Characteristic> characteristics, LogisticFit fit, PointScale scale)
    {
        var share = (scale.Offset - scale.Factor * fit.Constant) / characteristics.Count;
        var scored = new List<ScoredCharacteristic>();
        double rest = 0;
        foreach (var (place, characteristic) in characteristics.Index())
        {
            var coefficient = fit.Coefficients[place];
            // What rounding the shares loses goes to the next characteristic.
            var whole = Math.Round(share + rest);
            rest += share - whole;
            scored.Add(new()
            {
                Of = characteristic,
                Coefficient = coefficient,
                StandardError = fit.StandardErrors[place + 1],
                Points = [.. characteristic.Classes.Select(c =>
                    (int)(whole + Math.Round(-scale.Factor * coefficient * c.Woe)))],
            });
        }
        return new() { Scale = scale, Characteristics = scored };
    }
}

/// <summary>A sample from which nothing can be learnt.</summary>
internal sealed class TrainingException(string why) : Exception($"Nothing can be learnt from this sample: {why}.");
