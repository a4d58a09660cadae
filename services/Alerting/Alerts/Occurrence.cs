namespace Risk.Alerting.Alerts;

/// <summary>Something that has happened to a customer and that people must act upon.</summary>
internal sealed record Occurrence
{
    public required Guid EventId { get; init; }
    public required Guid CustomerId { get; init; }
    public required string Family { get; init; }
    public required AlertCause Cause { get; init; }
    public string LegalName { get; init; } = "";

    /// <summary>It tells of something known, which only matters when it has become graver.</summary>
    public bool IsUpdate { get; init; }

    public string Fingerprint => FingerprintOf(Family, CustomerId);

    public static string FingerprintOf(string family, Guid customerId) => $"{family}:{customerId}";
}
