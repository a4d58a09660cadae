namespace Risk.Scoring.Engine.Features;

/// <summary>The values that a feature can have, beside edges that a machine has found between them.</summary>
internal static class FeatureGrid
{
    /// <summary>
    /// The least value that is not below the edge; one step beyond the range when there is none. Compared as trees
    /// compare, in single precision, when so asked.
    /// </summary>
    public static decimal Ceiling(this Feature feature, double edge, bool singly = false)
    {
        var (step, end) = (feature.Step, feature.Max + feature.Step);
        var bounded = Math.Clamp(edge, (double)feature.Min, (double)end);
        var value = Math.Clamp(Math.Round((decimal)bounded, feature.Decimals), feature.Min, end);
        while (value < end && !IsAtLeast(value, edge, singly))
            value += step;
        while (value > feature.Min && IsAtLeast(value - step, edge, singly))
            value -= step;
        return value;
    }

    private static bool IsAtLeast(decimal value, double edge, bool singly) =>
        singly ? (float)(double)value >= (float)edge : (double)value >= edge;
}
