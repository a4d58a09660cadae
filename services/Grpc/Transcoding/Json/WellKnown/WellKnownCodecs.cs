using Google.Protobuf.Reflection;

namespace Grpc.Transcoding.Json.WellKnown;

/// <summary>The types that have a JSON form of their own.</summary>
internal static class WellKnownCodecs
{
    public static MessageCodec? Find(MessageDescriptor type) => type.FullName switch
    {
        "google.protobuf.Timestamp" => new TimestampCodec(),
        "google.protobuf.Duration" => new DurationCodec(),
        "google.protobuf.FieldMask" => new FieldMaskCodec(),
        "google.protobuf.Struct" => new StructCodec(),
        "google.protobuf.ListValue" => new ListValueCodec(),
        "google.protobuf.Value" => new DynamicValueCodec(),
        "google.protobuf.Any" => new AnyCodec(),
        _ when type.File.Name == "google/protobuf/wrappers.proto" => new WrapperCodec(type),
        _ => null,
    };
}
