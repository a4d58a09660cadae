using System.Globalization;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Risk.ServiceDefaults.Events;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Events;

public sealed class WireTests
{
    [Fact]
    public async Task An_outsider_with_an_AMQP_client_and_a_JSON_parser_reads_an_event()
    {
        await using var suite = await Suite.OnRabbitAsync();
        await using var connection = await new ConnectionFactory { Uri = suite.Vhost }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var queue = (await channel.QueueDeclareAsync()).QueueName;
        await channel.QueueBindAsync(queue, "risk.events", "risk.intake.customer_registered.v1.#");
        var arrived = new TaskCompletionSource<BasicDeliverEventArgs>();
        var body = "";
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            // The buffer is the client's again when this returns.
            body = Encoding.UTF8.GetString(delivery.Body.Span);
            arrived.TrySetResult(delivery);
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);

        var position = await suite.TellAsync("客户-1", "Größe & 大");
        var delivery = await arrived.Task.WaitAsync(TimeSpan.FromSeconds(15));

        var partition = EventPartition.Of("客户-1").ToString(CultureInfo.InvariantCulture);
        delivery.RoutingKey.ShouldBe("risk.intake.customer_registered.v1.p" + partition);
        delivery.BasicProperties.ContentType.ShouldBe("application/json");
        delivery.BasicProperties.DeliveryMode.ShouldBe(DeliveryModes.Persistent);
        var headers = delivery.BasicProperties.Headers.ShouldNotBeNull()
            .ToDictionary(h => h.Key, h => h.Value is byte[] text
                ? Encoding.UTF8.GetString(text) : $"{h.Value}", StringComparer.Ordinal);
        headers["cloudEvents_specversion"].ShouldBe("1.0");
        headers["cloudEvents_type"].ShouldBe("risk.intake.customer_registered.v1");
        headers["cloudEvents_source"].ShouldBe("intake");
        headers["cloudEvents_subject"].ShouldBe("客户-1");
        headers["cloudEvents_partition"].ShouldBe(partition);
        headers["cloudEvents_sequence"].ShouldBe("1");
        headers["cloudEvents_position"].ShouldBe(position);
        Guid.Parse(headers["cloudEvents_id"]).Version.ShouldBe(7);
        DateTimeOffset.Parse(headers["cloudEvents_time"], CultureInfo.InvariantCulture)
            .ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1));
        headers.Keys.ShouldNotContain(name => name.StartsWith("MT-", StringComparison.OrdinalIgnoreCase));
        body.ShouldBe(Encoding.UTF8.GetString(await suite.SqlAsync<byte[]>("select body from intake.outbox")));
        JsonDocument.Parse(body).RootElement.GetProperty("customer").GetProperty("legalName").GetString()
            .ShouldBe("Größe & 大");
    }
}
