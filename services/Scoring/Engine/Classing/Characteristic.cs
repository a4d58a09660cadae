using Risk.Scoring.Engine.Samples;

namespace Risk.Scoring.Engine.Classing;

/// <summary>An input with its classes: what a scorecard reads it as.</summary>
internal sealed record Characteristic
{
    public required ModelInput Input { get; init; }

    /// <summary>Ranges ascending or groups of words, then special codes, then the class of missing values.</summary>
    public required IReadOnlyList<RiskClass> Classes { get; init; }

    /// <summary>+1 where more means more risk, −1 where it means less, 0 for words.</summary>
    public required int Direction { get; init; }

    /// <summary>How much it tells: over classes, the difference of shares times the weight of evidence.</summary>
    public required double InformationValue { get; init; }

    /// <summary>A word that was not known, and a value of no class, count as missing.</summary>
    public int ClassOf(double value)
    {
        var classes = Classes;
        for (var c = 0; c < classes.Count - 1; c++)
        {
            if (classes[c].Kind == ClassKind.Special && classes[c].Code == value)
                return c;
        }
        for (var c = 0; c < classes.Count - 1; c++)
        {
            if (Holds(classes[c], value))
                return c;
        }
        return classes.Count - 1;
    }

    public double[] WoeOf(Column column) => [.. column.Values.Select(v => Classes[ClassOf(v)].Woe)];

    private static bool Holds(RiskClass c, double value) => c.Kind switch
    {
        ClassKind.Range => value >= (c.From ?? double.NegativeInfinity)
            && (c.Below is not { } below || value < below),
        ClassKind.Words => value >= 0 && c.Words.Contains((int)value),
        _ => false,
    };
}
