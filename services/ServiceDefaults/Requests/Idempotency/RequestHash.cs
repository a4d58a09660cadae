using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;

namespace Risk.ServiceDefaults.Requests.Idempotency;

/// <summary>What tells a repeated request from another one under the same id.</summary>
public static class RequestHash
{
    /// <summary>SHA-256 of the method and the request's bytes.</summary>
    public static byte[] Of(string method, IMessage request) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(method), 0, .. request.ToByteArray()]);
}
