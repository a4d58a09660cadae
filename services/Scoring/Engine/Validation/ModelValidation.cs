using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Samples;
using Risk.Scoring.Engine.Training;

namespace Risk.Scoring.Engine.Validation;

/// <summary>A model measured on a sample, with what its numbers rest on.</summary>
internal sealed record ModelValidation
{
    public required ModelFile Model { get; init; }

    public required Measures Measures { get; init; }

    public required CalibrationTest Calibration { get; init; }

    /// <summary>The same on the training sample, where that is at hand.</summary>
    public Measures? Training { get; init; }

    /// <summary>How far the probabilities have moved from the training sample (population stability index).</summary>
    public double? Stability { get; init; }

    public IReadOnlyList<InputStability> Inputs { get; init; } = [];

    public Collinearity? Collinearity { get; init; }

    /// <summary>Of the coefficients, in their order; empty where the training sample is not at hand.</summary>
    public IReadOnlyList<double> LikelihoodRatios { get; init; } = [];

    public IReadOnlyList<Warning> Warnings { get; init; } = [];

    /// <summary>What the sample is, for people: source, period.</summary>
    public IReadOnlyList<ModelNote> Notes { get; init; } = [];

    public static ModelValidation Of(FittedModel model, Sample test, Sample? training)
    {
        var measures = Measures.Of(Trainer.Probabilities(model, test), test.Target, model.Data.Grades);
        var trained = training is null ? null
            : Measures.Of(Trainer.Probabilities(model, training), training.Target, model.Data.Grades);
        var validation = new ModelValidation
        {
            Model = model.Data,
            Measures = measures,
            Calibration = CalibrationTest.Of(measures.Probabilities, measures.Target),
            Training = trained,
            Stability = trained is null ? null : Psi.Of(trained.Probabilities, measures.Probabilities),
            Inputs = InputStability.Of(model.Data, training, test),
            Collinearity = Collinearity.Of(model.Data, test),
            LikelihoodRatios = training is null ? [] : Validation.LikelihoodRatios.Of(model.Data, training),
        };
        return validation with
        {
            Warnings =
            [
                .. Leakage.Of(test.Only(model.Data.Inputs.Select(i => i.Name)), measures), .. Findings.Of(validation),
            ],
        };
    }
}
