using System.Text.Json.Nodes;
using Google.Api;
using Google.Protobuf.Reflection;

namespace Grpc.Transcoding.OpenApi;

/// <summary>The schemas of messages and enums; those that are referred to are collected as components.</summary>
internal sealed class Schemas
{
    private readonly SortedDictionary<string, JsonObject?> components = new(StringComparer.Ordinal);

    public JsonObject Write() => new(
    [
        .. components.Select(component => KeyValuePair.Create(component.Key, (JsonNode?)component.Value)),
        KeyValuePair.Create("Problem", (JsonNode?)ProblemResponses.Schema()),
    ]);

    /// <summary>The schema of a message as a value.</summary>
    public JsonObject Of(MessageDescriptor type) => WellKnownSchemas.Find(type, this) ?? Reference(type);

    /// <summary>The schema of a field: its type, its comment, and how it behaves.</summary>
    public JsonObject Of(FieldDescriptor field)
    {
        var schema = Value(field);
        if (Comments.Of(field.Declaration) is { Length: > 0 } comment)
        {
            schema["description"] = comment;
        }

        var behaviours = Behaviours(field);
        if (behaviours.Contains(FieldBehavior.OutputOnly))
        {
            schema["readOnly"] = true;
        }

        if (behaviours.Contains(FieldBehavior.InputOnly))
        {
            schema["writeOnly"] = true;
        }

        if (field.GetOptions()?.Deprecated == true)
        {
            schema["deprecated"] = true;
        }

        return schema;
    }

    /// <summary>An object of the message's fields but for some that are given elsewhere.</summary>
    public JsonObject Object(MessageDescriptor type, params IReadOnlyCollection<string> without)
    {
        var schema = new JsonObject { ["type"] = "object" };
        if (Comments.Of(type.Declaration) is { Length: > 0 } comment)
        {
            schema["description"] = comment;
        }

        var fields = type.Fields.InDeclarationOrder().Where(field => !without.Contains(field.Name)).ToArray();
        if (fields.Length > 0)
        {
            schema["properties"] = new JsonObject(
                fields.Select(field => KeyValuePair.Create(field.JsonName, (JsonNode?)Of(field))));
        }

        var required = fields.Where(IsRequired).Select(field => (JsonNode?)field.JsonName).ToArray();
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray(required);
        }

        return schema;
    }

    public static bool IsRequired(FieldDescriptor field) => Behaviours(field).Contains(FieldBehavior.Required);

    private static IReadOnlyCollection<FieldBehavior> Behaviours(FieldDescriptor field) =>
        [.. field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior) ?? []];

    private JsonObject Value(FieldDescriptor field)
    {
        if (field.IsMap)
        {
            var value = Single(field.MessageType.FindFieldByNumber(2));
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = value };
        }

        return field.IsRepeated ? new JsonObject { ["type"] = "array", ["items"] = Single(field) } : Single(field);
    }

    private JsonObject Single(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => Of(field.MessageType),
        FieldType.Enum => Reference(field.EnumType),
        _ => WellKnownSchemas.Scalar(field.FieldType),
    };

    private JsonObject Reference(MessageDescriptor type)
    {
        // The name first: a message may hold itself.
        if (components.TryAdd(type.FullName, null))
        {
            components[type.FullName] = Object(type);
        }

        return Reference(type.FullName);
    }

    private JsonObject Reference(EnumDescriptor type)
    {
        if (type.FullName == "google.protobuf.NullValue")
        {
            return new JsonObject { ["type"] = "null" };
        }

        if (!components.ContainsKey(type.FullName))
        {
            var values = type.Values.Select(value => $"- `{value.Name}`: {Comments.Of(value.Declaration)}");
            components[type.FullName] = new JsonObject
            {
                ["type"] = "string",
                ["description"] = $"{Comments.Of(type.Declaration)}\n\n{string.Join('\n', values)}".Trim(),
                ["enum"] = new JsonArray([.. type.Values.Select(value => (JsonNode?)value.Name)]),
            };
        }

        return Reference(type.FullName);
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };
}
