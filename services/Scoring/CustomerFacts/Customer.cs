namespace Risk.Scoring.CustomerFacts;

/// <summary>A customer as scoring knows it now, from the events of intake.</summary>
internal sealed class Customer
{
    public required Guid CustomerId { get; init; }

    public required string LegalName { get; init; }

    /// <summary>Number of the contract.</summary>
    public required short Status { get; init; }

    public required string CountryCode { get; init; }

    public required string Region { get; init; }

    public required string IsicSection { get; init; }

    public required string Gbt4754Code { get; init; }

    public DateOnly? IncorporatedOn { get; init; }

    public DateOnly? CustomerSince { get; init; }

    /// <summary>0 to 1.</summary>
    public decimal? MarketShare { get; init; }

    /// <summary>0 (worst) to 1 (best).</summary>
    public decimal? Satisfaction { get; init; }

    public required string Segment { get; init; }

    public required string Salesperson { get; init; }

    public Guid? ParentCustomerId { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }
}

/// <summary>The name by which another system knows a customer.</summary>
internal sealed class CustomerRef
{
    public required string System { get; init; }

    public required string Id { get; init; }

    public required Guid CustomerId { get; init; }
}
