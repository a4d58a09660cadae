using System.Collections.Concurrent;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;
using Npgsql;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Hosting;
using Risk.Types.V1;

namespace Risk.ServiceDefaults.Audit;

/// <summary>Keeps the signed heads of the other services' chains in this service's schema.</summary>
internal sealed class WitnessHeads(NpgsqlDataSource source, ServiceInfo service) : IControlListener
{
    public string Kind => HeadKeeping.Kind;

    public async Task HearAsync(string from, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        if (string.Equals(from, service.Name, StringComparison.Ordinal))
            return;
        var head = (AuditHead)EventBody.Parse(AuditHead.Descriptor, body.Span);
        await using var insert = source.CreateCommand(
            """
            insert into audit_witnesses (source, link, hash, sealed_at, key_id, signature)
            values ($1, $2, $3, $4, $5, $6) on conflict do nothing
            """);
        insert.Parameters.Add(new() { Value = from });
        insert.Parameters.Add(new() { Value = head.Link });
        insert.Parameters.Add(new() { Value = Convert.FromHexString(head.Hash) });
        insert.Parameters.Add(new() { Value = head.SealedAt.ToDateTime() });
        insert.Parameters.Add(new() { Value = head.KeyId });
        insert.Parameters.Add(new() { Value = Convert.FromBase64String(head.Signature) });
        await insert.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>
/// Tells, when a service verifies its chain, the heads of it that are kept here: the newest and samples before it.
/// </summary>
internal sealed class WitnessStand(NpgsqlDataSource source, IEventBus bus, ServiceInfo service) : IControlListener
{
    public const string Asked = "audit_witness_asked";
    public const string Answered = "audit_witness";
    private const int HeadsMax = 100;

    public string Kind => Asked;

    public async Task HearAsync(string from, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        if (string.Equals(from, service.Name, StringComparison.Ordinal))
            return;
        foreach (var head in await KeptAsync(from, ct))
            await bus.PublishAsync(ControlMessage.Of(service.Name, Answered, head), ct);
    }

    private async Task<List<AuditHead>> KeptAsync(string of, CancellationToken ct)
    {
        await using var select = source.CreateCommand(
            "select link, hash, sealed_at, key_id, signature from audit_witnesses "
            + "where source = $1 order by link desc limit $2");
        select.Parameters.Add(new() { Value = of });
        select.Parameters.Add(new() { Value = HeadsMax });
        await using var reader = await select.ExecuteReaderAsync(ct);
        var heads = new List<AuditHead>();
        while (await reader.ReadAsync(ct))
        {
            heads.Add(new AuditHead
            {
                Source = of,
                Link = reader.GetInt64(0),
                Hash = Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(1)),
                SealedAt = reader.GetFieldValue<DateTimeOffset>(2).ToTimestamp(),
                KeyId = reader.GetString(3),
                Signature = Convert.ToBase64String(reader.GetFieldValue<byte[]>(4)),
            });
        }
        return heads;
    }
}

/// <summary>Asks the other services for the heads of this service's chain that they keep.</summary>
internal sealed partial class WitnessCall(IEventBus bus, ServiceInfo service, ILogger<AuditChain> logger)
    : IControlListener
{
    private static readonly TimeSpan HearingMax = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SilenceMax = TimeSpan.FromMilliseconds(300);

    private readonly ConcurrentDictionary<Channel<AuditHead>, bool> hearings = new();

    public string Kind => WitnessStand.Answered;

    public Task HearAsync(string from, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        var head = (AuditHead)EventBody.Parse(AuditHead.Descriptor, body.Span);
        if (string.Equals(head.Source, service.Name, StringComparison.Ordinal))
        {
            foreach (var hearing in hearings.Keys)
                hearing.Writer.TryWrite(head);
        }
        return Task.CompletedTask;
    }

    /// <summary>
    /// What is answered until the witnesses fall silent. Who they are is not known here, so none at all takes the
    /// longest; while the broker is down there is nobody to ask.
    /// </summary>
    public async Task<IReadOnlyCollection<AuditHead>> AskAsync(CancellationToken ct)
    {
        var heads = new List<AuditHead>();
        if (!bus.Started.IsCompleted)
            return heads;
        var hearing = Channel.CreateUnbounded<AuditHead>();
        hearings[hearing] = true;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(HearingMax);
        try
        {
            var question = new AuditHead { Source = service.Name };
            await bus.PublishAsync(ControlMessage.Of(service.Name, WitnessStand.Asked, question), patience.Token);
            await foreach (var head in hearing.Reader.ReadAllAsync(patience.Token))
            {
                heads.Add(head);
                patience.CancelAfter(SilenceMax);
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return heads;
        }
        catch (Exception unreachable) when (!ct.IsCancellationRequested)
        {
            LogUnreachable(service.Name, unreachable.Message);
        }
        finally
        {
            hearings.TryRemove(hearing, out _);
        }
        return heads;
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Service} cannot ask the witnesses of its audit chain: {Reason}")]
    private partial void LogUnreachable(string service, string reason);
}
