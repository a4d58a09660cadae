namespace Grpc.Core.Wire;

// Turns header fields into metadata and back; the values of -bin keys are base64, padded or not.
internal static class HeaderEntries
{
    public static bool IsMetadata(string name) =>
        name.Length > 0 && name[0] != ':' && name switch
        {
            "te" or "TE" or "content-type" or "Content-Type" or "content-length" or "Content-Length" => false,
            _ => !name.StartsWith("grpc-", StringComparison.OrdinalIgnoreCase)
                || name.Equals("grpc-status-details-bin", StringComparison.OrdinalIgnoreCase)
                || name.Equals("grpc-previous-rpc-attempts", StringComparison.OrdinalIgnoreCase)
                || name.Equals("grpc-retry-pushback-ms", StringComparison.OrdinalIgnoreCase),
        };

    public static bool IsBinary(string name) =>
        name.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Adds a field; a binary one that is no base64 is refused with the code of whose fault it is.</summary>
    public static void Add(Metadata metadata, string name, string value, StatusCode whenBroken)
    {
        var key = name.ToLowerInvariant();
        if (!key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.Ordinal))
        {
            metadata.Add(Metadata.Entry.FromWire(key, value, null));
            return;
        }

        // An intermediary may have joined several values by commas.
        foreach (var part in value.Split(',', StringSplitOptions.TrimEntries))
        {
            metadata.Add(Metadata.Entry.FromWire(key, null, FromBase64(part, whenBroken)));
        }
    }

    public static string Text(Metadata.Entry entry) =>
        entry.IsBinary ? Convert.ToBase64String(entry.BytesToSend()).TrimEnd('=') : entry.Value;

    private static byte[] FromBase64(string text, StatusCode whenBroken)
    {
        var unpadded = text.TrimEnd('=');
        try
        {
            return Convert.FromBase64String(unpadded.PadRight((unpadded.Length + 3) / 4 * 4, '='));
        }
        catch (FormatException cause)
        {
            throw new RpcException(new Status(whenBroken, "A -bin header is not base64.", cause));
        }
    }
}
