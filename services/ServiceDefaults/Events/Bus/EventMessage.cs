using System.Net.Mime;
using MassTransit;

namespace Risk.ServiceDefaults.Events;

/// <summary>What MassTransit knows of our messages: one type, one exchange. The bytes go past it untouched.</summary>
internal sealed class EventMessage
{
    public const string Exchange = "risk.events";

    public static readonly EventMessage Instance = new();
}

/// <summary>Puts our bytes and headers on a message, instead of an envelope.</summary>
internal sealed class EventMessagePipe(BusMessage message) : IPipe<PublishContext<EventMessage>>, IMessageSerializer
{
    public ContentType ContentType { get; } = new("application/json");

    public Task Send(PublishContext<EventMessage> context)
    {
        context.Serializer = this;
        context.Durable = true;
        context.SetRoutingKey(message.RoutingKey);
        foreach (var (name, value) in message.Headers)
            context.Headers.Set(name, value);
        return Task.CompletedTask;
    }

    public MessageBody GetMessageBody<T>(SendContext<T> context) where T : class =>
        new BytesMessageBody(message.Body.ToArray());

    public void Probe(ProbeContext context) => context.CreateScope("eventMessage");
}

/// <summary>Takes a message as it comes from the transport; MassTransit's own consumers never see it.</summary>
internal sealed class EventMessageFilter(Func<BusMessage, Task> handle) : IFilter<ReceiveContext>
{
    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in context.TransportHeaders.GetAll())
        {
            if (header.Value?.ToString() is { } text)
                headers[header.Key] = text;
        }
        return handle(new BusMessage("", context.Body.GetBytes()) { Headers = headers });
    }

    public void Probe(ProbeContext context) => context.CreateScope("eventMessageFilter");
}
