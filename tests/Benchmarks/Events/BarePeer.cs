using System.Diagnostics;
using System.Globalization;
using System.Threading.RateLimiting;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Risk.Benchmarks.Events;

/// <summary>RabbitMQ.Client alone: publishes with confirms, and consumes.</summary>
internal sealed class BarePeer : IAsyncDisposable
{
    private const int HeadersLikeOurs = 9;

    private readonly IConnection connection;
    private readonly IChannel channel;
    private readonly BasicProperties properties;

    private BarePeer(IConnection connection, IChannel channel)
    {
        (this.connection, this.channel) = (connection, channel);
        properties = new BasicProperties
        {
            Persistent = true,
            ContentType = "application/json",
            Headers = Enumerable.Range(0, HeadersLikeOurs).ToDictionary(
                i => string.Create(CultureInfo.InvariantCulture, $"cloudEvents_header{i}"),
                object? (_) => Guid.CreateVersion7().ToString()),
        };
    }

    /// <param name="confirmsMax">Messages at most that are sent and not confirmed.</param>
    public static async Task<BarePeer> ConnectAsync(string broker, int confirmsMax)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync(new CreateChannelOptions(
            publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true,
            new ConcurrencyLimiter(new() { PermitLimit = confirmsMax, QueueLimit = int.MaxValue })));
        return new(connection, channel);
    }

    /// <summary>A queue on the exchange of the events, of the kind that our consumers have.</summary>
    public async Task BindAsync(string queue, string key)
    {
        await channel.ExchangeDeclareAsync("risk.events", ExchangeType.Topic, durable: true);
        await channel.QueueDeclareAsync(
            queue, durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.QueueBindAsync(queue, "risk.events", key);
    }

    public Task<uint> PurgeAsync(string queue) => channel.QueuePurgeAsync(queue);

    /// <summary>Completes when the broker has confirmed.</summary>
    public Task PublishAsync(string key, ReadOnlyMemory<byte> body) =>
        channel.BasicPublishAsync("risk.events", key, mandatory: false, properties, body).AsTask();

    /// <summary>Notes the arrival of every message, and acknowledges it.</summary>
    public async Task ConsumeAsync(string queue, Action<string, long> arrived)
    {
        await channel.BasicQosAsync(0, 64, global: false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, message) =>
        {
            arrived(message.RoutingKey, Stopwatch.GetTimestamp());
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
        };
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer);
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }
}
