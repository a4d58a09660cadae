using System.Buffers;
using System.Text;

namespace Grpc.Core.Wire;

// How grpc-message carries any text in a header: UTF-8, with all but printable ASCII, and the percent sign, as %XX.
internal static class PercentEncoding
{
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        " !\"#$&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    public static string Encode(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain))
        {
            return text;
        }

        var encoded = new StringBuilder(text.Length + 16);
        foreach (var unit in Encoding.UTF8.GetBytes(text))
        {
            if (Plain.Contains((char)unit))
            {
                encoded.Append((char)unit);
            }
            else
            {
                encoded.Append('%').Append(Convert.ToHexString([unit]));
            }
        }

        return encoded.ToString();
    }

    // What is no valid escape is kept as it came: a receiver must not lose a message over its encoding.
    public static string Decode(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        var units = Encoding.UTF8.GetBytes(text);
        var length = 0;
        for (var i = 0; i < units.Length; i++)
        {
            if (units[i] == '%' && i + 2 < units.Length
                && char.IsAsciiHexDigit((char)units[i + 1]) && char.IsAsciiHexDigit((char)units[i + 2]))
            {
                units[length++] = Convert.FromHexString([(char)units[i + 1], (char)units[i + 2]])[0];
                i += 2;
            }
            else
            {
                units[length++] = units[i];
            }
        }

        return Encoding.UTF8.GetString(units, 0, length);
    }
}
