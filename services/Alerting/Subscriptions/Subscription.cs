using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Risk.Monitoring.V1;

namespace Risk.Alerting.Subscriptions;

/// <summary>Where alerts are posted, and which of them.</summary>
internal sealed class Subscription
{
    public required Guid SubscriptionId { get; init; }
    public required string Url { get; init; }
    public required Severity SeverityAtLeast { get; init; }
    public required string[] Kinds { get; init; }

    /// <summary>As <see cref="SecretBox"/> has sealed it.</summary>
    public required byte[] Secret { get; init; }

    /// <summary>The target has said that it is gone.</summary>
    public bool Disabled { get; set; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required string CallerId { get; init; }
    public required string RequestId { get; init; }
    public required byte[] RequestSha256 { get; init; }

    /// <summary>Failed attempts since the last success.</summary>
    public int Failures { get; init; }

    /// <summary>Nothing is sent before.</summary>
    public required DateTimeOffset ResumeAt { get; init; }

    public V1.Subscription ToContract() => new()
    {
        SubscriptionId = SubscriptionId.ToString(),
        Url = Url,
        SeverityAtLeast = SeverityAtLeast,
        Kinds = { Kinds },
        Disabled = Disabled,
        CreatedAt = CreatedAt.ToTimestamp(),
        CreatedBy = CreatedBy,
    };
}

internal sealed class SubscriptionTable : IEntityTypeConfiguration<Subscription>
{
    public void Configure(EntityTypeBuilder<Subscription> subscription)
    {
        subscription.ToTable("subscriptions").HasKey(s => s.SubscriptionId);
        subscription.Property(s => s.SubscriptionId).ValueGeneratedNever();
        subscription.Property(s => s.SeverityAtLeast).HasConversion<short>();
        subscription.Property(s => s.RequestSha256).HasColumnName("request_sha256");
    }
}
