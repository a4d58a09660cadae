using Risk.Scoring.Engine.Calibration;
using Risk.Scoring.Engine.Classing;
using Risk.Scoring.Engine.Outcomes;
using Risk.Scoring.Engine.Samples;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Engine.Trees;

namespace Risk.Scoring.Engine.Models;

/// <summary>A trained model as data: exactly one of its kinds, and what its margins mean.</summary>
internal sealed record ModelFile
{
    public const int SchemaNow = 1;

    public required int Schema { get; init; }

    public required string Name { get; init; }

    public required int Version { get; init; }

    public required IReadOnlyList<ModelInput> Inputs { get; init; }

    public StatisticalScorecard? Scorecard { get; init; }

    public LogisticModel? Logistic { get; init; }

    public TreesModel? Trees { get; init; }

    public IReadOnlyList<EnsembleMember>? Ensemble { get; init; }

    public required ProbabilityCurve Calibration { get; init; }

    /// <summary>The master scale: the first grade whose bound the probability does not pass.</summary>
    public required IReadOnlyList<GradeBound> Grades { get; init; }

    /// <summary>What it predicts, where it was trained on the suite's own history.</summary>
    public OutcomeDefinition? Outcome { get; init; }

    /// <summary>Floors and caps after the model; null for those that come with the software.</summary>
    public IReadOnlyList<GradeRule>? Rules { get; init; }

    /// <summary>What it was trained on, for people: rows, bad rate, seed, period, what counted as bad.</summary>
    public IReadOnlyList<ModelNote> Notes { get; init; } = [];
}

internal sealed record ModelNote(string Name, string Value);

/// <summary>Points by class, scaled by points to double the odds.</summary>
internal sealed record StatisticalScorecard
{
    public required PointScale Scale { get; init; }

    public required IReadOnlyList<ScoredCharacteristic> Characteristics { get; init; }
}

/// <summary>So many points at so many good cases to one bad one, and so many more at twice these odds.</summary>
internal sealed record PointScale
{
    public int BasePoints { get; init; } = 600;

    public double BaseOdds { get; init; } = 30;

    public double PointsToDoubleOdds { get; init; } = 40;

    public double Factor => PointsToDoubleOdds / Math.Log(2);

    public double Offset => BasePoints - Factor * Math.Log(BaseOdds);

    public double MarginAt(double points) => (Offset - points) / Factor;

    public double PointsAt(double margin) => Offset - Factor * margin;
}

/// <summary>A characteristic with its coefficient, and the points of each of its classes.</summary>
internal sealed record ScoredCharacteristic
{
    public required Characteristic Of { get; init; }

    public required double Coefficient { get; init; }

    /// <summary>Of the coefficient; null in models that were trained before it was kept.</summary>
    public double? StandardError { get; init; }

    public required IReadOnlyList<int> Points { get; init; }
}

/// <summary>A logistic regression on inputs that are centred and scaled; what is missing counts as the mean.</summary>
internal sealed record LogisticModel
{
    public required double Constant { get; init; }

    public required IReadOnlyList<LogisticTerm> Terms { get; init; }
}

internal sealed record LogisticTerm
{
    /// <summary>The input that it reads.</summary>
    public required int Input { get; init; }

    /// <summary>The term is 1 when the input is this word, else 0; null where the input is a number.</summary>
    public int? Word { get; init; }

    /// <summary>Values beyond the bounds count as the bounds.</summary>
    public double Low { get; init; } = double.MinValue;

    public double High { get; init; } = double.MaxValue;

    public double Mean { get; init; }

    public double Deviation { get; init; } = 1;

    public required double Coefficient { get; init; }

    /// <summary>Of the coefficient; null in models that were trained before it was kept.</summary>
    public double? StandardError { get; init; }

    public double Of(ReadOnlySpan<double> row)
    {
        var value = row[Input];
        if (Word is { } word)
            return Coefficient * (value == word ? 1 : 0);
        return double.IsNaN(value) ? 0 : Coefficient * (Math.Clamp(value, Low, High) - Mean) / Deviation;
    }
}

internal sealed record TreesModel
{
    public required float BaseMargin { get; init; }

    public required IReadOnlyList<Tree> Trees { get; init; }
}

/// <summary>A model whose logarithm of odds, after its own calibration, counts with a weight.</summary>
internal sealed record EnsembleMember(double Weight, ModelFile Model);
