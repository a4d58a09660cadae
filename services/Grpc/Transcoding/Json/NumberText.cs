using System.Globalization;
using System.Text.Json;

namespace Grpc.Transcoding.Json;

/// <summary>Numbers in the grammar of JSON, given as a number or as a string.</summary>
internal static class NumberText
{
    /// <summary>A whole number within bounds; <c>1.0</c> and <c>1e3</c> are whole.</summary>
    public static decimal Whole(in Utf8JsonReader reader, decimal min, decimal max)
    {
        var text = Grammatical(in reader, stackalloc byte[JsonToken.ScratchBytes]);
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            || value < min || value > max)
        {
            throw new ProtoJsonException($"must be between {min} and {max}");
        }

        return decimal.Truncate(value) == value ? value : throw new ProtoJsonException("must be a whole number");
    }

    /// <summary>A floating-point number; NaN and the infinities are strings.</summary>
    public static double Floating(in Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            if (reader.ValueTextEquals("NaN"u8))
            {
                return double.NaN;
            }

            if (reader.ValueTextEquals("Infinity"u8))
            {
                return double.PositiveInfinity;
            }

            if (reader.ValueTextEquals("-Infinity"u8))
            {
                return double.NegativeInfinity;
            }
        }

        var text = Grammatical(in reader, stackalloc byte[JsonToken.ScratchBytes]);
        var value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? value : throw new ProtoJsonException("is too large a number");
    }

    private static ReadOnlySpan<byte> Grammatical(in Utf8JsonReader reader, Span<byte> scratch)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return reader.ValueSpan;
        }

        if (reader.TokenType == JsonTokenType.String)
        {
            var text = JsonToken.Text(in reader, scratch);
            if (IsNumber(text))
            {
                return text;
            }
        }

        throw new ProtoJsonException("must be a number");
    }

    private static bool IsNumber(ReadOnlySpan<byte> text)
    {
        text = text.StartsWith("-"u8) ? text[1..] : text;
        var leadingZero = text.StartsWith("0"u8);
        var digits = SkipDigits(ref text);
        if (digits == 0 || (leadingZero && digits > 1))
        {
            return false;
        }

        if (text.StartsWith("."u8))
        {
            text = text[1..];
            if (SkipDigits(ref text) == 0)
            {
                return false;
            }
        }

        if (!text.IsEmpty && text[0] is (byte)'e' or (byte)'E')
        {
            text = text[1..];
            text = !text.IsEmpty && text[0] is (byte)'+' or (byte)'-' ? text[1..] : text;
            return SkipDigits(ref text) > 0 && text.IsEmpty;
        }

        return text.IsEmpty;
    }

    private static int SkipDigits(ref ReadOnlySpan<byte> text)
    {
        var length = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        length = length < 0 ? text.Length : length;
        text = text[length..];
        return length;
    }
}
