using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Risk.Alerting.Webhooks;
using Risk.Client;
using Risk.Intake.V1;
using Risk.ServiceDefaults.Events;
using Risk.Testing;
using Xunit;

namespace Risk.Alerting.Tests;

/// <summary>The service with settings under which receivers on this machine may subscribe.</summary>
public class AlertingFixture : ServiceFixture<AlertingService>
{
    /// <summary>Every setting that the service was last started with, for other instances of it.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; private set; } = new Dictionary<string, string?>();

    private readonly Dictionary<string, CredentialChanged> credentials = new(StringComparer.Ordinal);

    public string SecretsKeyFile { get; } =
        Path.Combine(Path.GetTempPath(), $"risk-webhooks-{Guid.CreateVersion7():n}");

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        File.Delete(SecretsKeyFile);
    }

    /// <summary>Lets time pass, and the deliveries notice it.</summary>
    public void Pass(TimeSpan time)
    {
        Clock.Advance(time);
        Services.GetRequiredService<DeliveryWake>().Wake();
    }

    /// <summary>Sets a fact aside, next in its partition, as if it could not be handled; answers its id.</summary>
    public async Task<Guid> ParkAsync(string producer, string subject, IMessage fact)
    {
        var row = OutboxRow.From(subject, fact, Clock);
        await SqlAsync("INSERT INTO cursors (producer, partition) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            producer, (short)row.Partition);
        await SqlAsync(
            """
            WITH passed AS (
                UPDATE cursors SET sequence = sequence + 1, row_id = row_id + 1
                WHERE producer = $1 AND partition = $2 RETURNING sequence, xid, row_id)
            INSERT INTO parked_events (event_id, type, subject, time, partition, sequence, xid, row_id, body, producer,
                error, attempts, parked_at)
            SELECT $3, $4, $5, $6, $2, sequence, xid, row_id, $7, $1, 'as a test wants it', 5, now() FROM passed
            """, producer, (short)row.Partition, row.EventId, row.Type, row.Subject, row.Time.UtcDateTime, row.Body);
        return row.EventId;
    }

    /// <summary>Has a parked event handled after all, as an administrator would.</summary>
    public async Task ReplayAsync(Guid eventId)
    {
        var replayed = await Client.AlertingEvents.ReplayParkedEventAsync(new() { EventId = eventId.ToString() });
        Assert.NotNull(replayed.ReplayedAt);
    }

    /// <summary>A client that calls as another person.</summary>
    public async Task<RiskClient> SomebodyAsync(string owner, params Role[] roles)
    {
        var id = Guid.CreateVersion7().ToString("n");
        var key = $"rk_{id}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
        await DeliverAsync("intake", id, credentials[owner] = new CredentialChanged
        {
            ApiKeyId = id,
            SecretSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))),
            Name = owner,
            Owner = owner,
            Roles = { roles },
        });
        return ClientWith(key);
    }

    /// <summary>Revokes the key that a person got last.</summary>
    public async Task RevokeAsync(string owner)
    {
        var revoked = credentials[owner].Clone();
        revoked.RevokedAt = Clock.GetUtcNow().ToTimestamp();
        await DeliverAsync("intake", revoked.ApiKeyId, revoked);
    }

    protected override void Configure(WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Webhooks:AllowPrivateTargets"] = "true",
            ["Webhooks:AllowHttp"] = "true",
            ["Webhooks:TimeoutSeconds"] = "2",
            ["Webhooks:SubscriptionsMax"] = "1000",
            ["Webhooks:KeyFile"] = SecretsKeyFile,
            ["Webhooks:MakeKeyFile"] = "true",
            ["Limits:StreamsPerCaller"] = "5",
        });
        Settings = builder.Configuration.AsEnumerable()
            .Where(s => s.Key.Contains(':', StringComparison.Ordinal))
            .ToDictionary(StringComparer.Ordinal);
    }
}

/// <summary>One service for the tests that need none of their own: each uses customers of its own.</summary>
[CollectionDefinition(Name)]
public sealed class AlertingCollection : ICollectionFixture<AlertingFixture>
{
    public const string Name = "alerting";
}

/// <summary>The service on a real RabbitMQ, for what several instances do together.</summary>
public sealed class AlertingOnRabbit : AlertingFixture
{
    protected override bool UsesRabbit => true;
}
