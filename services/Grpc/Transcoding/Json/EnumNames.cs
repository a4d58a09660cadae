using System.Globalization;
using System.Text;
using System.Text.Json;
using Google.Protobuf.Reflection;

namespace Grpc.Transcoding.Json;

/// <summary>An enum by the names of its values; a name unknown here is read as 0, a number is kept.</summary>
internal sealed class EnumNames : ValueCodec<int>
{
    private readonly Dictionary<int, JsonEncodedText> names = [];
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> numbers;
    private readonly string known;

    public EnumNames(EnumDescriptor type)
    {
        var byName = new Dictionary<byte[], int>(Utf8NameComparer.Instance);
        foreach (var value in type.Values)
        {
            names.TryAdd(value.Number, JsonEncodedText.Encode(value.Name));
            byName[Encoding.UTF8.GetBytes(value.Name)] = value.Number;
        }

        numbers = byName.GetAlternateLookup<ReadOnlySpan<byte>>();
        known = string.Join(", ", type.Values.Select(value => value.Name));
    }

    public override void Write(Utf8JsonWriter writer, int value)
    {
        if (names.TryGetValue(value, out var name))
        {
            writer.WriteStringValue(name);
        }
        else
        {
            writer.WriteNumberValue(value);
        }
    }

    public override int Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => numbers.TryGetValue(
            JsonToken.Text(in reader, stackalloc byte[JsonToken.ScratchBytes]), out var number) ? number : 0,
        JsonTokenType.Number => ScalarCodecs.Int32.Read(ref reader),
        _ => throw new ProtoJsonException("must be the name or the number of an enum value"),
    };

    /// <summary>Reads a name strictly: a filter that is not understood must not silently become another one.</summary>
    public override int ReadText(string text)
    {
        if (numbers.TryGetValue(Encoding.UTF8.GetBytes(text), out var number)
            || int.TryParse(text, CultureInfo.InvariantCulture, out number))
        {
            return number;
        }

        throw new ProtoJsonException($"must be one of {known}");
    }
}
