using System.Globalization;
using Risk.Scoring.Engine.Boosting;
using Risk.Scoring.Engine.Calibration;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Samples;

namespace Risk.Scoring.Engine.Training;

/// <summary>Trains a model of any kind, and calibrates it on cases that it has not learnt from.</summary>
internal static class Trainer
{
    private const int CasesMin = 20;
    private const int MembersFolds = 3;

    public static ModelFile Train(Sample sample, TrainingOptions options)
    {
        var faults = options.Faults().ToList();
        if (faults.Count > 0)
            throw new TrainingException(string.Join("; ", faults));
        if (sample.BadCount < CasesMin || sample.Count - sample.BadCount < CasesMin)
        {
            throw new TrainingException(
                $"it has {sample.BadCount} bad cases among {sample.Count}; {CasesMin} of each kind are needed");
        }
        return options.Kind switch
        {
            ModelKind.Trees => Trees(sample, options),
            ModelKind.Ensemble => Ensemble(sample, options),
            _ => Calibrated(sample, options),
        };
    }

    /// <summary>The margins of the folds that found out how many trees are best also calibrate them.</summary>
    private static ModelFile Trees(Sample sample, TrainingOptions options)
    {
        var boosting = options.Boosting with { Seed = options.Seed };
        if (boosting.Patience == 0)
            return Calibrated(sample, options);
        var (ensemble, held) = GradientBooster.TrainWithHeld(sample, boosting);
        return Bare(sample, options) with
        {
            Trees = new() { BaseMargin = ensemble.BaseMargin, Trees = ensemble.Trees },
            Calibration = Calibrator.Fit(
                held.Margins, [.. held.Rows.Select(r => sample.Target[r])], options.Calibration),
        };
    }

    private static ModelFile Calibrated(Sample sample, TrainingOptions options)
    {
        var held = new double[sample.Count];
        var fold = Folds.Of(sample, options.CalibrationFolds, options.Seed + 1);
        for (var k = 0; k < options.CalibrationFolds; k++)
        {
            var (others, kept) = Folds.Split(fold, k);
            var model = new FittedModel(Uncalibrated(sample.At(others), options));
            var margins = Margins(model, sample.At(kept));
            for (var i = 0; i < kept.Length; i++)
                held[kept[i]] = margins[i];
        }
        return Uncalibrated(sample, options) with
        {
            Calibration = Calibrator.Fit(held, sample.Target, options.Calibration),
        };
    }

    private static ModelFile Uncalibrated(Sample sample, TrainingOptions options)
    {
        var bare = Bare(sample, options);
        if (options.Kind == ModelKind.Logistic)
            return bare with { Logistic = LogisticTrainer.Train(sample) };
        if (options.Kind == ModelKind.Trees)
        {
            var trees = GradientBooster.Train(sample, options.Boosting with { Seed = options.Seed });
            return bare with { Trees = new() { BaseMargin = trees.BaseMargin, Trees = trees.Trees } };
        }
        var card = ScorecardTrainer.Train(sample, options);
        return bare with { Scorecard = card, Inputs = [.. card.Characteristics.Select(c => c.Of.Input)] };
    }

    /// <summary>A scorecard and trees, weighted as they predict best together what neither has seen.</summary>
    private static ModelFile Ensemble(Sample sample, TrainingOptions options)
    {
        var kinds = new[] { ModelKind.Scorecard, ModelKind.Trees };
        var held = kinds.Select(_ => new double[sample.Count]).ToArray();
        var fold = Folds.Of(sample, MembersFolds, options.Seed + 2);
        for (var k = 0; k < MembersFolds; k++)
        {
            var (others, kept) = Folds.Split(fold, k);
            foreach (var (place, kind) in kinds.Index())
            {
                var member = new FittedModel(Train(sample.At(others), options with { Kind = kind }));
                var probabilities = Probabilities(member, sample.At(kept));
                for (var i = 0; i < kept.Length; i++)
                    held[place][kept[i]] = LogOdds(probabilities[i]);
            }
        }
        var share = BestShare(held, sample.Target);
        double[] weights = [1 - share, share];
        double[] together = [.. held[0].Zip(held[1], (a, b) => weights[0] * a + weights[1] * b)];
        return Bare(sample, options) with
        {
            Ensemble = [.. kinds.Index().Select(k =>
                new EnsembleMember(weights[k.Index], Train(sample, options with { Kind = k.Item })))],
            Calibration = Calibrator.Fit(together, sample.Target, options.Calibration),
        };
    }

    private static double BestShare(double[][] held, double[] target) => Enumerable.Range(1, 19)
        .Select(s => s / 20.0)
        .MinBy(share => held[0].Zip(held[1], (a, b) => (1 - share) * a + share * b)
            .Zip(target, (m, t) => Math.Max(m, 0) - m * t + Math.Log(1 + Math.Exp(-Math.Abs(m)))).Sum());

    private static ModelFile Bare(Sample sample, TrainingOptions options) => new()
    {
        Schema = ModelFile.SchemaNow,
        Name = options.Name,
        Version = options.Version,
        Inputs = sample.Inputs,
        Calibration = ProbabilityCurve.Plain,
        Grades = options.Grades,
        Notes =
        [
            new("rows", sample.Count.ToString(CultureInfo.InvariantCulture)),
            new("bad", sample.BadCount.ToString(CultureInfo.InvariantCulture)),
            new("kind", options.Kind.ToString()),
            new("seed", options.Seed.ToString(CultureInfo.InvariantCulture)),
            .. options.Notes,
        ],
    };

    public static double[] Margins(FittedModel model, Sample sample) => Each(model, sample, model.Margin);

    public static double[] Probabilities(FittedModel model, Sample sample) => Each(model, sample, model.Probability);

    private delegate double OfRow(ReadOnlySpan<double> row);

    private static double[] Each(FittedModel model, Sample sample, OfRow of)
    {
        var byName = sample.Columns.ToDictionary(c => c.Name, StringComparer.Ordinal);
        var columns = model.Data.Inputs.Select(i => byName[i.Name]).ToArray();
        var results = new double[sample.Count];
        Parallel.For(0, results.Length, r =>
        {
            var row = new double[columns.Length];
            for (var c = 0; c < row.Length; c++)
                row[c] = columns[c].Values[r];
            results[r] = of(row);
        });
        return results;
    }

    private static double LogOdds(double probability) => Math.Log(probability / (1 - probability));
}
