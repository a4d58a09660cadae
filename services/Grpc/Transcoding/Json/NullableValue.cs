using System.Text.Json;

namespace Grpc.Transcoding.Json;

/// <summary>A wrapped value (google.protobuf.Int32Value and the like), in generated code a nullable.</summary>
internal sealed class NullableValue<T>(ValueCodec<T> codec) : ValueCodec<T?>
    where T : struct
{
    public override void Write(Utf8JsonWriter writer, T? value) => codec.Write(writer, value.GetValueOrDefault());

    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, T? value) =>
        codec.Write(writer, name, value.GetValueOrDefault());

    public override T? Read(ref Utf8JsonReader reader) => codec.Read(ref reader);

    public override T? ReadText(string text) => codec.ReadText(text);
}
