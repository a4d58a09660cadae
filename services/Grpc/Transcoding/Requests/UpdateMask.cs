using System.Text.Json;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Transcoding.Json;

namespace Grpc.Transcoding.Requests;

/// <summary>The fields that the body of a PATCH names: those to change when there is no update_mask.</summary>
internal static class UpdateMask
{
    public static FieldMask Named(ReadOnlySpan<byte> json, MessageDescriptor type)
    {
        var mask = new FieldMask();
        var fields = (PlainMessage)MessageCodec.For(type);
        var reader = new Utf8JsonReader(ProtoJson.WithoutMark(json), ProtoJson.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (fields.Field(reader.GetString()!) is { } field)
            {
                mask.Paths.Add(field.Descriptor.Name);
            }

            reader.Read();
            reader.Skip();
        }

        return mask;
    }
}
