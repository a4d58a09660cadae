namespace Risk.Scoring.Engine.Models;

/// <summary>
/// Scales effects on a margin to what the margin tells after its calibration. A curve that rises never turns a sum
/// round, but where it is steep and the effects nearly cancel out, the quotient has no bound: then the rest goes to the
/// effects of the sum's own sign, so that none changes its sign and they still add up.
/// </summary>
internal static class EffectScale
{
    private const double FactorMax = 5;

    public static void To(double told, Span<double> effects)
    {
        double sum = 0, along = 0;
        foreach (var effect in effects)
        {
            sum += effect;
            along += effect * told > 0 ? effect : 0;
        }
        var factor = sum * told > 0 ? Math.Min(told / sum, FactorMax) : 0;
        var rest = along == 0 ? 0 : (told - factor * sum) / along;
        for (var i = 0; i < effects.Length; i++)
            effects[i] *= factor + (effects[i] * told > 0 ? rest : 0);
    }
}
