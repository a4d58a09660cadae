using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Risk.Alerting.Alerts;
using Risk.ServiceDefaults.Events;

namespace Risk.Alerting.Webhooks;

/// <summary>
/// What is posted: the event as a CloudEvents 1.0 JSON, made once, so that all attempts send one text.
/// </summary>
internal sealed class Message
{
    public required Guid MessageId { get; init; }
    public required Guid CustomerId { get; init; }
    public required Guid AlertId { get; init; }
    public required string TraceParent { get; init; }
    public required byte[] Body { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    public static Message Of(OutboxRow row, Alert alert, string source) => new()
    {
        MessageId = row.EventId,
        CustomerId = alert.CustomerId,
        AlertId = alert.AlertId,
        TraceParent = row.TraceParent ?? "",
        Body = CloudEvent(row, source),
        CreatedAt = row.Time,
    };

    private static byte[] CloudEvent(OutboxRow row, string source)
    {
        var text = new ArrayBufferWriter<byte>(row.Body.Length + 512);
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", row.EventId);
            json.WriteString("source", source);
            json.WriteString("type", row.Type);
            json.WriteString("subject", row.Subject);
            json.WriteString("time", row.Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("datacontenttype", "application/json");
            if (row.TraceParent is { } trace)
                json.WriteString("traceparent", trace);
            json.WritePropertyName("data");
            json.WriteRawValue(row.Body, skipInputValidation: true);
            json.WriteEndObject();
        }
        return text.WrittenSpan.ToArray();
    }
}

/// <summary>A message on its way to one subscription.</summary>
internal sealed class Delivery
{
    public const short Pending = 1;
    public const short Delivered = 2;
    public const short GivenUp = 3;

    public required Guid SubscriptionId { get; init; }
    public required Guid MessageId { get; init; }
    public short State { get; init; } = Pending;

    /// <summary>Ever.</summary>
    public int Attempts { get; init; }

    /// <summary>Since somebody last asked for it: says how long the next pause is.</summary>
    public int AttemptsInRow { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public DateTimeOffset? LeasedUntil { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    public static Delivery Of(Guid subscriptionId, Message message) => new()
    {
        SubscriptionId = subscriptionId,
        MessageId = message.MessageId,
        DueAt = message.CreatedAt,
        CreatedAt = message.CreatedAt,
    };
}

/// <summary>One attempt to deliver, as it is kept.</summary>
internal sealed class Attempt
{
    public required Guid SubscriptionId { get; init; }
    public required Guid AttemptId { get; init; }
    public required Guid MessageId { get; init; }
    public required int Number { get; init; }
    public required DateTimeOffset AttemptedAt { get; init; }
    public required int StatusCode { get; init; }
    public required string Error { get; init; }
    public required int DurationMilliseconds { get; init; }
    public DateTimeOffset? NextAttemptAt { get; init; }
}

internal sealed class WebhookTables :
    IEntityTypeConfiguration<Message>, IEntityTypeConfiguration<Delivery>, IEntityTypeConfiguration<Attempt>
{
    public void Configure(EntityTypeBuilder<Message> message)
    {
        message.ToTable("messages").HasKey(m => m.MessageId);
        message.Property(m => m.MessageId).ValueGeneratedNever();
        message.Property(m => m.TraceParent).HasColumnName("traceparent");
    }

    public void Configure(EntityTypeBuilder<Delivery> delivery)
    {
        delivery.ToTable("deliveries").HasKey(d => new { d.SubscriptionId, d.MessageId });
        delivery.HasOne<Message>().WithMany().HasForeignKey(d => d.MessageId);
    }

    public void Configure(EntityTypeBuilder<Attempt> attempt) =>
        attempt.ToTable("attempts").HasKey(a => new { a.SubscriptionId, a.AttemptId });
}
