using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Samples;
using Risk.Scoring.Engine.Training;

namespace Risk.Scoring.Engine.Validation;

/// <summary>Measures a way of training: every case is judged by a model that has not seen it.</summary>
internal sealed record CrossValidation(Measures Pooled, IReadOnlyList<double> AucByFold)
{
    public double MeanAuc => AucByFold.Average();

    public static CrossValidation Of(Sample sample, TrainingOptions options, int folds, Action<int>? onFold = null)
    {
        var fold = Folds.Of(sample, folds, options.Seed);
        var probabilities = new double[sample.Count];
        var aucs = new List<double>();
        for (var k = 0; k < folds; k++)
        {
            var (others, held) = Folds.Split(fold, k);
            var model = new FittedModel(Trainer.Train(sample.At(others), options));
            var kept = sample.At(held);
            var judged = Trainer.Probabilities(model, kept);
            for (var i = 0; i < held.Length; i++)
                probabilities[held[i]] = judged[i];
            aucs.Add(Placements.Of(judged, kept.Target).Auc);
            onFold?.Invoke(k + 1);
        }
        return new(Measures.Of(probabilities, sample.Target, options.Grades), aucs);
    }
}
