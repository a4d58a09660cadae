using System.Text.Json;

namespace Grpc.Transcoding.Json;

/// <summary>The text of a JSON token, with its escapes resolved.</summary>
internal static class JsonToken
{
    public const int ScratchBytes = 128;

    /// <summary>The text of a string, property name or number; uses the scratch only where it is escaped.</summary>
    public static ReadOnlySpan<byte> Text(in Utf8JsonReader reader, Span<byte> scratch)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan;
        }

        var space = reader.ValueSpan.Length <= scratch.Length ? scratch : new byte[reader.ValueSpan.Length];
        try
        {
            return space[..reader.CopyString(space)];
        }
        catch (InvalidOperationException unpaired)
        {
            throw IllFormed(unpaired);
        }
    }

    public static string String(in Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String
        ? Name(in reader)
        : throw new ProtoJsonException("must be a string");

    public static string Name(in Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException unpaired)
        {
            throw IllFormed(unpaired);
        }
    }

    private static ProtoJsonException IllFormed(Exception cause) =>
        new("is not well-formed Unicode text", field: "", position: -1, cause);
}
