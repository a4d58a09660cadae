namespace Risk.MainJob.Sample;

/// <summary>A commercial document of the sample, as a line of the seller's export.</summary>
internal sealed record TradeDocument
{
    public required string CustomerNumber { get; init; }

    /// <summary>The kind, by the contract's name without its prefix, for example `INVOICE`.</summary>
    public required string Kind { get; init; }

    public required string Number { get; init; }
    public required decimal Amount { get; init; }
    public required string Currency { get; init; }
    public required DateOnly IssuedOn { get; init; }
    public DateOnly? DueOn { get; init; }
    public Terms? Terms { get; init; }

    /// <summary>The documents that it follows or settles.</summary>
    public IReadOnlyList<TradeLink> Links { get; init; } = [];
}

/// <summary>A link to another document, with the amount where only a part is moved or settled.</summary>
internal sealed record TradeLink(string Kind, string Number, decimal? Amount = null);
