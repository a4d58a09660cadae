using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Scorecards;

namespace Risk.Scoring.Engine.Models;

/// <summary>
/// Customers at the ends of what there is, on whom a model is tried before it is taken: numbers that are each sound may
/// still add up to something that is none.
/// </summary>
internal static class TrialCustomers
{
    private static readonly DateOnly AsOf = new(2026, 6, 30);

    private static readonly (string Which, Func<Feature, FeatureValue> Value)[] Kinds =
    [
        ("unknown", _ => FeatureValue.Missing(MissingReason.NotStated)),
        ("at its least", f => FeatureValue.Known(f.Min, AsOf)),
        ("at its most", f => FeatureValue.Known(f.Max, AsOf)),
        ("in the middle", f => FeatureValue.Known(f.Fit((f.Min + f.Max) / 2), AsOf)),
    ];

    public static IEnumerable<string> Failures(ICustomerModel model) =>
        from kind in Kinds
        where !IsScored(model, new()
        {
            AsOf = AsOf,
            Assumed = model.Features.ToDictionary(f => f.Name, kind.Value, StringComparer.Ordinal),
        })
        select $"a customer with every feature {kind.Which} gets no finite score";

    private static bool IsScored(ICustomerModel model, FactSheet facts)
    {
        try
        {
            model.Score(facts);
            return true;
        }
        catch (OverflowException)
        {
            // What is not a number, or beyond all numbers, has no decimal.
            return false;
        }
    }
}
