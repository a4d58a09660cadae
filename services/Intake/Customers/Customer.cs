namespace Risk.Intake.Customers;

/// <summary>
/// A company that is, or may become, a buyer on credit. Its identifiers and references have their own rows.
/// </summary>
internal sealed class Customer
{
    public required Guid CustomerId { get; set; }

    public string LegalName { get; private set; } = "";

    /// <summary>
    /// The name reduced to what tells it from others, and the pieces of that by which similar ones are found.
    /// </summary>
    public string NameKey { get; private set; } = "";

    public string[] NameGrams { get; private set; } = [];

    public string[] FormerNames { get; set; } = [];

    public string CountryCode { get; set; } = "";

    public string Region { get; set; } = "";

    public string IsicSection { get; set; } = "";

    public string Gbt4754Code { get; set; } = "";

    public DateOnly? IncorporatedOn { get; set; }

    public decimal? RegisteredCapital { get; set; }

    public string? RegisteredCapitalCurrency { get; set; }

    public decimal? PaidInCapital { get; set; }

    public string? PaidInCapitalCurrency { get; set; }

    public string BusinessScope { get; set; } = "";

    /// <summary>0 when unknown.</summary>
    public int Headcount { get; set; }

    public decimal? MarketShare { get; set; }

    public decimal? Satisfaction { get; set; }

    public Guid? ParentCustomerId { get; set; }

    public string Segment { get; set; } = "";

    public string Salesperson { get; set; } = "";

    public V1.CustomerStatus Status { get; set; } = V1.CustomerStatus.Prospect;

    public DateOnly? CustomerSince { get; set; }

    public LegalRecord[] LegalRecords { get; set; } = [];

    public ExternalRating[] ExternalRatings { get; set; } = [];

    public CreditReference[] CreditReferences { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    public long Version { get; private set; } = 1;

    public List<CustomerIdentifier> Identifiers { get; private set; } = [];

    public List<CustomerRef> Refs { get; private set; } = [];

    public string Etag => ServiceDefaults.Requests.Etag.Of(Version);

    /// <summary>Takes a name, and makes it findable by similar ones.</summary>
    public void Rename(string legalName)
    {
        LegalName = legalName;
        IndexName();
    }

    /// <summary>An import takes many names and keeps few: only those that it keeps are indexed.</summary>
    public void RenameWithoutIndex(string legalName) => LegalName = legalName;

    public void IndexName()
    {
        NameKey = Names.NameKey.Of(LegalName);
        NameGrams = Names.NameKey.GramsOf(NameKey);
    }

    /// <summary>A second one that may be changed without changing this one.</summary>
    public Customer Copy()
    {
        var copy = (Customer)MemberwiseClone();
        (copy.Identifiers, copy.Refs) = ([.. Identifiers], [.. Refs]);
        return copy;
    }

    public void NoteChange(DateTimeOffset at)
    {
        ChangedAt = at;
        Version++;
    }
}
