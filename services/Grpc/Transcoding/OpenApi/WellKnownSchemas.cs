using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;

namespace Grpc.Transcoding.OpenApi;

/// <summary>The schemas of scalars and of the types that have a JSON form of their own.</summary>
internal static class WellKnownSchemas
{
    public static JsonObject? Find(MessageDescriptor type, Schemas schemas) => type.FullName switch
    {
        "google.protobuf.Timestamp" => Typed("string", "date-time"),
        "google.protobuf.Duration" => new() { ["type"] = "string", ["pattern"] = @"^-?\d+(\.\d{1,9})?s$" },
        "google.protobuf.FieldMask" => Typed("string"),
        "google.protobuf.Struct" => Typed("object"),
        "google.protobuf.Value" => [],
        "google.protobuf.ListValue" => new() { ["type"] = "array", ["items"] = new JsonObject() },
        "google.protobuf.Empty" => Typed("object"),
        "google.protobuf.Any" => new()
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["@type"] = Typed("string") },
        },
        "google.api.HttpBody" => Typed("string", "binary"),
        _ when type.File.Name == "google/protobuf/wrappers.proto" => schemas.Of(type.FindFieldByNumber(1)),
        _ => null,
    };

    public static JsonObject Scalar(FieldType type) => type switch
    {
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => Typed("integer", "int32"),
        FieldType.UInt32 or FieldType.Fixed32 => new() { ["type"] = "integer", ["format"] = "uint32", ["minimum"] = 0 },
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => Typed("string", "int64"),
        FieldType.UInt64 or FieldType.Fixed64 => Typed("string", "uint64"),
        FieldType.Double => Typed("number", "double"),
        FieldType.Float => Typed("number", "float"),
        FieldType.Bool => Typed("boolean"),
        FieldType.Bytes => new() { ["type"] = "string", ["contentEncoding"] = "base64" },
        _ => Typed("string"),
    };

    private static JsonObject Typed(string type, string format = "")
    {
        var schema = new JsonObject { ["type"] = type };
        if (format.Length > 0)
        {
            schema["format"] = format;
        }

        return schema;
    }
}
