namespace Risk.Scoring.Concentration;

/// <summary>
/// What of the portfolio an order is judged by, in the rules' currency and without the order itself. Null amounts are
/// those for which a rate is missing.
/// </summary>
internal sealed record PortfolioStanding(DateTimeOffset? AsOf, decimal? Total, IReadOnlyList<HeldShare> Held);

/// <summary>What one customer, group, industry, region or country holds of the portfolio.</summary>
internal sealed record HeldShare(V1.ConcentrationDimension Dimension, string Value, decimal? Amount)
{
    /// <summary>Known exactly, under the lock of the account or the group; else as of the last sum.</summary>
    public bool IsExact => Dimension is V1.ConcentrationDimension.Customer or V1.ConcentrationDimension.Group;
}

/// <summary>Where a customer belongs in the portfolio; empty is not known.</summary>
internal sealed record PortfolioPlace(string Industry, string Region, string Country)
{
    public static PortfolioPlace Unknown { get; } = new("", "", "");

    /// <summary>A region is named with its country: two countries may have one of the same name.</summary>
    public static PortfolioPlace Of(string industry, string region, string country) =>
        new(industry, region.Length > 0 ? $"{country}/{region}" : "", country);

    /// <summary>The portfolio itself first.</summary>
    public IEnumerable<(V1.ConcentrationDimension Dimension, string Value)> Parts()
    {
        yield return (V1.ConcentrationDimension.Unspecified, "");
        yield return (V1.ConcentrationDimension.Industry, Industry);
        yield return (V1.ConcentrationDimension.Region, Region);
        yield return (V1.ConcentrationDimension.Country, Country);
    }
}
