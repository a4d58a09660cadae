using System.Text.Json;

namespace Grpc.Transcoding.Json;

/// <summary>google.protobuf.NullValue: JSON null.</summary>
internal sealed class NullCodec : ValueCodec<int>
{
    public override bool TakesNull => true;

    public override void Write(Utf8JsonWriter writer, int value) => writer.WriteNullValue();

    public override int Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null || (reader.TokenType == JsonTokenType.String
            && reader.ValueTextEquals("NULL_VALUE"u8)))
        {
            return 0;
        }

        throw new ProtoJsonException("must be null");
    }
}
