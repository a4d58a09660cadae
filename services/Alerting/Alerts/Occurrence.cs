using Risk.Monitoring.V1;
using Risk.ServiceDefaults.Requests;

namespace Risk.Alerting.Alerts;

/// <summary>Something that has happened to a customer and that people must act upon.</summary>
internal sealed record Occurrence
{
    public required Guid EventId { get; init; }
    public required Guid CustomerId { get; init; }
    public required string Kind { get; init; }
    public string Rule { get; init; } = "";

    /// <summary>The warning, or the grade before the fall.</summary>
    public required string Cause { get; init; }
    public required Severity Severity { get; init; }
    public required Text Text { get; init; }
    public string LegalName { get; init; } = "";

    /// <summary>It tells of something known, which only matters when it has become graver.</summary>
    public bool IsUpdate { get; init; }

    public string Fingerprint => FingerprintOf(Kind, Rule, CustomerId);

    public static string FingerprintOf(string kind, string rule, Guid customerId) =>
        rule.Length == 0 ? $"{kind}/{customerId}" : $"{kind}/{rule}/{customerId}";
}
