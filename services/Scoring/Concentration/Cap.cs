using Risk.Scoring.Ledger;

namespace Risk.Scoring.Concentration;

/// <summary>The most that one customer, group, industry, region or country may hold of the portfolio.</summary>
internal sealed record Cap(decimal? ShareMax, decimal? AmountMax);

/// <summary>The caps of a policy; one for a value of its own wins over the one for all values.</summary>
internal sealed class Caps(IEnumerable<V1.ConcentrationCap> caps)
{
    private readonly Dictionary<(V1.ConcentrationDimension, string), Cap> byValue = caps.ToDictionary(
        c => (c.Dimension, c.Value),
        c => new Cap(c.ShareMax is null ? null : Amounts.ToShare(c.ShareMax),
            c.AmountMax is null ? null : Amounts.ToShare(c.AmountMax)));

    public bool IsEmpty => byValue.Count == 0;

    /// <summary>Null when there is none, or the value is not known.</summary>
    public Cap? Of(V1.ConcentrationDimension dimension, string value) =>
        value.Length == 0 ? null
        : byValue.GetValueOrDefault((dimension, value)) ?? byValue.GetValueOrDefault((dimension, ""));
}
