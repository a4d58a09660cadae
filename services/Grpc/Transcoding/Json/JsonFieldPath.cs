using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Grpc.Transcoding.Json;

/// <summary>Names the field at a place in a JSON text by reading it again, so that good input pays nothing.</summary>
internal static class JsonFieldPath
{
    private const int LengthMax = 200;

    public static string At(ReadOnlySpan<byte> json, long position, JsonReaderOptions options)
    {
        var reader = new Utf8JsonReader(json, options);
        var steps = new Stack<Step>();
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
                {
                    steps.Pop();
                    continue;
                }

                Advance(steps, in reader);
                if (reader.TokenStartIndex >= position)
                {
                    break;
                }

                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                {
                    steps.Push(new Step { IsArray = reader.TokenType == JsonTokenType.StartArray });
                }
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return Write(steps);
        }

        return Write(steps);
    }

    private static void Advance(Stack<Step> steps, in Utf8JsonReader reader)
    {
        if (!steps.TryPeek(out var step))
        {
            return;
        }

        if (step.IsArray)
        {
            step.Index++;
        }
        else if (reader.TokenType == JsonTokenType.PropertyName)
        {
            step.Name = reader.GetString();
        }
    }

    private static string Write(Stack<Step> steps)
    {
        var path = new StringBuilder();
        foreach (var step in steps.Reverse())
        {
            if (step.IsArray && step.Index >= 0)
            {
                path.Append(CultureInfo.InvariantCulture, $"[{step.Index}]");
            }
            else if (!step.IsArray && step.Name is not null)
            {
                path.Append(path.Length == 0 ? "" : ".").Append(step.Name);
            }
        }

        return path.Length <= LengthMax ? path.ToString() : path.ToString(0, LengthMax) + "…";
    }

    private sealed class Step
    {
        public required bool IsArray { get; init; }

        public int Index { get; set; } = -1;

        public string? Name { get; set; }
    }
}
