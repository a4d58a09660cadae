using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Risk.MainJob.Alerts;

/// <summary>Checks signatures by the text of Standard Webhooks 1.0.0, with nothing of the suite's own code.</summary>
internal sealed class WebhookSignature(string secret)
{
    private static readonly TimeSpan AgeMax = TimeSpan.FromMinutes(5);

    private readonly byte[] key = Convert.FromBase64String(secret["whsec_".Length..]);

    public bool IsOf(string id, IHeaderDictionary headers, byte[] body)
    {
        var time = headers["webhook-timestamp"].ToString();
        if (!long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || (TimeProvider.System.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() > AgeMax)
        {
            return false;
        }

        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{time}."), .. body];
        var expected = Encoding.ASCII.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
        return headers["webhook-signature"].ToString().Split(' ').Any(given =>
            CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(given), expected));
    }
}
