using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Risk.Alerting.Webhooks;

/// <summary>Signatures by Standard Webhooks 1.0.0, and the secrets that make them.</summary>
internal static class Signature
{
    private const string SecretPrefix = "whsec_";
    private const int SecretBytes = 32;

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>As it is told to the subscriber.</summary>
    public static string Text(byte[] secret) => SecretPrefix + Convert.ToBase64String(secret);

    /// <summary>The header: HMAC-SHA256 over id, time in seconds since 1970, and body, joined by full stops.</summary>
    public static string Of(Guid messageId, long seconds, ReadOnlySpan<byte> body, byte[] secret)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hash.AppendData(Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{messageId}.{seconds}.")));
        hash.AppendData(body);
        return "v1," + Convert.ToBase64String(hash.GetHashAndReset());
    }
}
