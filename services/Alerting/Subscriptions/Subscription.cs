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
    public required byte[] Secret { get; set; }

    /// <summary>The target has said that it is gone.</summary>
    public bool Disabled { get; set; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required string CallerId { get; init; }
    public required string RequestId { get; set; }
    public required byte[] RequestSha256 { get; init; }

    /// <summary>Failed attempts since the last success.</summary>
    public int Failures { get; init; }

    /// <summary>Nothing is sent before. The time of its creation while the target has asked for no rest.</summary>
    public required DateTimeOffset ResumeAt { get; set; }
    public DateTimeOffset? DeletedAt { get; private set; }

    /// <summary>Ends the rest that its target has asked for.</summary>
    public void Resume() => ResumeAt = CreatedAt;

    /// <summary>Nothing is sent any more. Its secret goes at once, its other rows behind it.</summary>
    public void Delete(DateTimeOffset now) => (DeletedAt, Secret, RequestId) = (now, [], "");

    public V1.Subscription ToContract(int givenUp = 0) => new()
    {
        SubscriptionId = SubscriptionId.ToString(),
        Url = Url,
        SeverityAtLeast = SeverityAtLeast,
        Kinds = { Kinds },
        Disabled = Disabled,
        CreatedAt = CreatedAt.ToTimestamp(),
        CreatedBy = CreatedBy,
        Failures = Failures,
        ResumeAt = ResumeAt > CreatedAt ? ResumeAt.ToTimestamp() : null,
        GivenUp = givenUp,
    };
}

internal sealed class SubscriptionTable : IEntityTypeConfiguration<Subscription>
{
    public void Configure(EntityTypeBuilder<Subscription> subscription)
    {
        subscription.ToTable("subscriptions").HasKey(s => s.SubscriptionId);
        subscription.HasQueryFilter(s => s.DeletedAt == null);
        subscription.Property(s => s.SubscriptionId).ValueGeneratedNever();
        subscription.Property(s => s.SeverityAtLeast).HasConversion<short>();
        subscription.Property(s => s.RequestSha256).HasColumnName("request_sha256");
    }
}
