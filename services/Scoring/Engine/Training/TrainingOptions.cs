using Risk.Scoring.Engine.Boosting;
using Risk.Scoring.Engine.Calibration;
using Risk.Scoring.Engine.Classing;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Regression;
using Risk.Scoring.Engine.Scorecards;

namespace Risk.Scoring.Engine.Training;

internal enum ModelKind
{
    Scorecard,
    Logistic,
    Trees,
    Ensemble,
}

/// <summary>What is trained, and how.</summary>
internal sealed record TrainingOptions
{
    public string Name { get; init; } = "model";

    public int Version { get; init; } = 1;

    public ModelKind Kind { get; init; } = ModelKind.Scorecard;

    public ClassingOptions Classing { get; init; } = new();

    public SelectionOptions Selection { get; init; } = new();

    /// <summary>Information value that a characteristic has at least.</summary>
    public double InformationMin { get; init; } = 0.02;

    public PointScale Scale { get; init; } = new();

    public BoostingOptions Boosting { get; init; } = new();

    public CalibrationKind Calibration { get; init; } = CalibrationKind.Platt;

    /// <summary>Folds on which the calibration is learnt.</summary>
    public int CalibrationFolds { get; init; } = 5;

    public int Seed { get; init; } = 20260101;

    /// <summary>What the model shall say of itself: period, what counted as bad.</summary>
    public IReadOnlyList<ModelNote> Notes { get; init; } = [];

    /// <summary>The bounds of the shipped expert scorecard.</summary>
    public IReadOnlyList<GradeBound> Grades { get; init; } =
    [
        new() { Grade = Grade.AAA, ProbabilityMax = 0.001m }, new() { Grade = Grade.AA, ProbabilityMax = 0.003m },
        new() { Grade = Grade.A, ProbabilityMax = 0.008m }, new() { Grade = Grade.BBB, ProbabilityMax = 0.02m },
        new() { Grade = Grade.BB, ProbabilityMax = 0.045m }, new() { Grade = Grade.B, ProbabilityMax = 0.09m },
        new() { Grade = Grade.CCC, ProbabilityMax = 0.18m }, new() { Grade = Grade.CC, ProbabilityMax = 0.3m },
        new() { Grade = Grade.C, ProbabilityMax = 1 },
    ];

    public IEnumerable<string> Faults()
    {
        foreach (var fault in Boosting.Faults())
            yield return fault;
        if (Selection.InputsMax is < 1 or > 20)
            yield return $"characteristics: a scorecard has 1 to 20, not {Selection.InputsMax}";
        if (Classing.ShareMin is not (>= 0 and < 0.5))
            yield return $"share of a class: from 0 to below 0.5, not {Classing.ShareMin}";
        if (CalibrationFolds is < 2 or > 20)
            yield return $"calibration folds: from 2 to 20, not {CalibrationFolds}";
        if (!(Scale.PointsToDoubleOdds > 0) || !(Scale.BaseOdds > 0))
            yield return "base odds and points to double the odds: above 0";
    }
}
