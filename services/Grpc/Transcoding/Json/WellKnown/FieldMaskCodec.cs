using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Grpc.Transcoding.Json.WellKnown;

/// <summary>google.protobuf.FieldMask: the paths in camelCase, joined by commas; snake_case is read too.</summary>
internal sealed class FieldMaskCodec : MessageCodec
{
    public override void Write(Utf8JsonWriter writer, IMessage message) =>
        writer.WriteStringValue(string.Join(',', ((FieldMask)message).Paths.Select(Camel)));

    public override void Read(ref Utf8JsonReader reader, IMessage into)
    {
        var paths = ((FieldMask)into).Paths;
        var text = JsonToken.String(in reader);
        foreach (var path in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            paths.Add(Snake(path));
        }
    }

    private static string Camel(string path)
    {
        var camel = new StringBuilder(path.Length);
        for (var i = 0; i < path.Length; i++)
        {
            var raises = path[i] == '_' && i + 1 < path.Length && char.IsAsciiLetterLower(path[i + 1]);
            camel.Append(raises ? char.ToUpperInvariant(path[++i]) : path[i]);
        }

        return camel.ToString();
    }

    private static string Snake(string path)
    {
        var snake = new StringBuilder(path.Length + 8);
        foreach (var letter in path)
        {
            if (char.IsAsciiLetterUpper(letter))
            {
                snake.Append('_').Append(char.ToLowerInvariant(letter));
            }
            else
            {
                snake.Append(letter);
            }
        }

        return snake.ToString();
    }
}
