using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Grpc.Transcoding.OpenApi;

namespace Risk.Contracts.Tests.Events;

/// <summary>The events as an AsyncAPI 3 document; the same contract, the same bytes.</summary>
internal static class AsyncApiDocument
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write()
    {
        var schemas = new Schemas();
        var (channels, operations, messages) = (new JsonObject(), new JsonObject(), new JsonObject());
        foreach (var e in ContractEvent.All)
        {
            var id = $"{e.Service}.{e.Name}";
            channels[id] = Channel(e, id);
            operations[id] = Operation(e, id);
            messages[id] = Message(e, schemas);
        }
        var components = schemas.Write();
        components.Remove("Problem");
        return new JsonObject
        {
            ["asyncapi"] = "3.0.0",
            ["info"] = new JsonObject
            {
                ["title"] = Contract.Title + ": events",
                ["version"] = Contract.Version,
                ["description"] = "What happened, for who wants to know. Bodies are JSON; the attributes of "
                    + "CloudEvents 1.0 are headers. Events of one subject come in order, each perhaps repeatedly.",
                ["license"] = new JsonObject { ["name"] = "Apache 2.0" },
            },
            ["defaultContentType"] = "application/json",
            ["servers"] = new JsonObject { ["broker"] = Server() },
            ["channels"] = channels,
            ["operations"] = operations,
            ["components"] = new JsonObject
            {
                ["messages"] = messages,
                ["schemas"] = components,
                ["messageTraits"] = new JsonObject { ["cloudEvent"] = new JsonObject { ["headers"] = Headers() } },
                ["parameters"] = new JsonObject
                {
                    ["partition"] = new JsonObject
                    {
                        ["description"] = "The partition, a stable hash of the subject, 0 to 15.",
                        ["enum"] = new JsonArray([.. Enumerable.Range(0, 16).Select(p => (JsonNode)$"{p}")]),
                    },
                },
            },
        }.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Server() => new()
    {
        ["host"] = "rabbitmq:5672",
        ["pathname"] = "/risk",
        ["protocol"] = "amqp",
        ["protocolVersion"] = "0.9.1",
        ["description"] = "RabbitMQ; host and virtual host are those of your installation.",
    };

    private static JsonObject Channel(ContractEvent e, string id) => new()
    {
        ["address"] = e.Type + ".p{partition}",
        ["title"] = e.Name,
        ["description"] = $"Bind `{e.Type}.#` for all partitions.",
        ["messages"] = new JsonObject { [e.Name] = Reference("components/messages", id) },
        ["parameters"] = new JsonObject { ["partition"] = Reference("components/parameters", "partition") },
        ["bindings"] = new JsonObject
        {
            ["amqp"] = new JsonObject
            {
                ["is"] = "routingKey",
                ["exchange"] = new JsonObject
                {
                    ["name"] = "risk.events",
                    ["type"] = "topic",
                    ["durable"] = true,
                    ["autoDelete"] = false,
                },
                ["bindingVersion"] = "0.3.0",
            },
        },
    };

    private static JsonObject Operation(ContractEvent e, string id) => new()
    {
        ["action"] = "send",
        ["channel"] = Reference("channels", id),
        ["summary"] = e.When,
        ["messages"] = new JsonArray(Reference($"channels/{id}/messages", e.Name)),
    };

    private static JsonObject Message(ContractEvent e, Schemas schemas) => new()
    {
        ["name"] = e.Type,
        ["title"] = e.Name,
        ["summary"] = e.When,
        ["description"] = $"Published by {e.Service}. Subject: {e.Subject}.",
        ["contentType"] = "application/json",
        ["traits"] = new JsonArray(Reference("components/messageTraits", "cloudEvent")),
        ["payload"] = schemas.Of(e.Message),
        ["examples"] = new JsonArray(
            new JsonObject { ["name"] = e.Name, ["payload"] = JsonNode.Parse(e.Example()) }),
    };

    private static JsonObject Headers() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["cloudEvents_specversion"] = Header("1.0 always.", "const", "1.0"),
            ["cloudEvents_id"] = Header("The same in every delivery of this event.", "format", "uuid"),
            ["cloudEvents_type"] = Header("The name of the message, such as risk.scoring.grade_changed.v1."),
            ["cloudEvents_source"] = Header("The service that published it."),
            ["cloudEvents_subject"] = Header("What it is about, as a rule the customer's id."),
            ["cloudEvents_time"] = Header("When it happened, UTC.", "format", "date-time"),
            ["cloudEvents_partition"] = Header("The partition of the producer's log, 0 to 15.", "pattern", "^[0-9]+$"),
            ["cloudEvents_sequence"] = Header(
                "The place in the partition, from 1, without gaps.", "pattern", "^[0-9]+$"),
            ["cloudEvents_position"] = Header("The place in the log as `not_before` fields of requests take it."),
            ["traceparent"] = Header("W3C trace context of the request that caused it; may be missing."),
        },
        ["required"] = new JsonArray(
            "cloudEvents_specversion", "cloudEvents_id", "cloudEvents_type", "cloudEvents_source",
            "cloudEvents_subject", "cloudEvents_time", "cloudEvents_partition", "cloudEvents_sequence",
            "cloudEvents_position"),
    };

    private static JsonObject Header(string description, string? rule = null, string? value = null)
    {
        var schema = new JsonObject { ["type"] = "string", ["description"] = description };
        if (rule is not null)
            schema[rule] = value;
        return schema;
    }

    private static JsonObject Reference(string place, string name) => new() { ["$ref"] = $"#/{place}/{name}" };
}
