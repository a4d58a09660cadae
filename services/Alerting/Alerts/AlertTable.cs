using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Risk.Alerting.Alerts;

internal sealed class AlertTable : IEntityTypeConfiguration<Alert>
{
    public void Configure(EntityTypeBuilder<Alert> alert)
    {
        alert.ToTable("alerts").HasKey(a => a.AlertId);
        alert.Property(a => a.AlertId).ValueGeneratedNever();
        alert.Property(a => a.Severity).HasConversion<short>();
        alert.Property(a => a.State).HasConversion<short>();
        alert.Property(a => a.Outcome).HasConversion<short>();
        alert.Property(a => a.History).HasColumnType("jsonb").HasConversion(
            history => JsonSerializer.Serialize(history, HistoryFormat.Default.IReadOnlyListAlertEntry),
            text => JsonSerializer.Deserialize(text, HistoryFormat.Default.IReadOnlyListAlertEntry)!);
        alert.Property(a => a.Causes).HasColumnType("jsonb").HasConversion(
            causes => JsonSerializer.Serialize(causes, HistoryFormat.Default.IReadOnlyListAlertCause),
            text => JsonSerializer.Deserialize(text, HistoryFormat.Default.IReadOnlyListAlertCause)!);
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(IReadOnlyList<AlertEntry>))]
[JsonSerializable(typeof(IReadOnlyList<AlertCause>))]
internal sealed partial class HistoryFormat : JsonSerializerContext;

internal static class Alerts
{
    /// <summary>The alert of this fingerprint that is not resolved, locked until the transaction ends.</summary>
    public static Task<Alert?> UnresolvedAsync(this DbSet<Alert> alerts, string fingerprint, CancellationToken ct) =>
        alerts.FromSql($"SELECT * FROM alerts WHERE fingerprint = {fingerprint} AND state <> 3 FOR UPDATE")
            .SingleOrDefaultAsync(ct);

    /// <summary>The customer's alerts that are not resolved, oldest first, locked until the transaction ends.</summary>
    public static Task<List<Alert>> UnresolvedOfAsync(
        this DbSet<Alert> alerts, Guid customerId, CancellationToken ct) =>
        alerts.FromSql(
            $"SELECT * FROM alerts WHERE customer_id = {customerId} AND state <> 3 ORDER BY alert_id FOR UPDATE")
            .ToListAsync(ct);

    /// <summary>The alert, locked until the transaction ends; null when there is none.</summary>
    public static Task<Alert?> LockedAsync(this DbSet<Alert> alerts, Guid alertId, CancellationToken ct) =>
        alerts.FromSql($"SELECT * FROM alerts WHERE alert_id = {alertId} FOR UPDATE").SingleOrDefaultAsync(ct);
}
