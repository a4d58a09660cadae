using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Grpc.Transcoding.Json;

/// <summary>A message whose JSON is an object of its fields.</summary>
internal sealed class PlainMessage : MessageCodec
{
    private readonly JsonField[] fields;
    private readonly Dictionary<byte[], JsonField>.AlternateLookup<ReadOnlySpan<byte>> byName;
    private readonly string[] oneofs;
    private readonly int seenWords;

    public PlainMessage(MessageDescriptor type)
    {
        fields = [.. type.Fields.InFieldNumberOrder().Select(JsonField.Make)];
        oneofs = [.. type.Oneofs.Select(oneof => oneof.Name)];
        seenWords = (fields.Length + oneofs.Length + 63) / 64;
        var names = new Dictionary<byte[], JsonField>(Utf8NameComparer.Instance);
        for (var i = 0; i < fields.Length; i++)
        {
            var field = fields[i];
            field.Index = i;
            names[field.JsonName] = field;
            names.TryAdd(field.ProtoName, field);
        }

        byName = names.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public JsonField? Field(string name) =>
        byName.TryGetValue(System.Text.Encoding.UTF8.GetBytes(name), out var field) ? field : null;

    public override void Write(Utf8JsonWriter writer, IMessage message)
    {
        writer.WriteStartObject();
        WriteFields(writer, message);
        writer.WriteEndObject();
    }

    public void WriteFields(Utf8JsonWriter writer, IMessage message)
    {
        foreach (var field in fields)
        {
            field.Write(writer, message);
        }
    }

    public override void Read(ref Utf8JsonReader reader, IMessage into)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new ProtoJsonException("must be an object");
        }

        Span<ulong> seen = stackalloc ulong[seenWords];
        seen.Clear();
        var expected = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = Find(in reader, expected);
            if (field is null)
            {
                reader.Skip();
                continue;
            }

            expected = field.Index + 1;
            reader.Read();
            if (reader.TokenType == JsonTokenType.Null && !field.TakesNull)
            {
                continue;
            }

            Mark(seen, field);
            field.Read(ref reader, into);
        }
    }

    private JsonField? Find(in Utf8JsonReader reader, int expected)
    {
        var name = JsonToken.Text(in reader, stackalloc byte[JsonToken.ScratchBytes]);
        if (expected < fields.Length && name.SequenceEqual(fields[expected].JsonName))
        {
            return fields[expected];
        }

        return byName.TryGetValue(name, out var field) ? field : null;
    }

    private void Mark(Span<ulong> seen, JsonField field)
    {
        if (!Set(seen, field.Index))
        {
            throw new ProtoJsonException("is given twice");
        }

        if (field.OneofIndex >= 0 && !Set(seen, fields.Length + field.OneofIndex))
        {
            throw new ProtoJsonException($"only one of the fields of '{oneofs[field.OneofIndex]}' may be given");
        }
    }

    private static bool Set(Span<ulong> seen, int bit)
    {
        var mask = 1UL << (bit & 63);
        var was = seen[bit >> 6];
        seen[bit >> 6] = was | mask;
        return (was & mask) == 0;
    }
}
