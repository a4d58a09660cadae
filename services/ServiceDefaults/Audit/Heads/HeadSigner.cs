using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Risk.Types.V1;

namespace Risk.ServiceDefaults.Audit;

/// <summary>Signs heads of the chain with ECDSA over P-256, and knows its own signatures again.</summary>
internal sealed class HeadSigner : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ECDsa key;

    private HeadSigner(ECDsa key)
    {
        this.key = key;
        KeyId = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16];
    }

    /// <summary>Beginning of the SHA-256 of the public key.</summary>
    public string KeyId { get; }

    public static HeadSigner From(AuditSettings settings)
    {
        var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (settings.KeyPath.Length == 0)
            return new HeadSigner(made);
        if (!File.Exists(settings.KeyPath))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = OwnerOnly;
            using var file = new StreamWriter(settings.KeyPath, options);
            file.Write(made.ExportPkcs8PrivateKeyPem());
        }
        else
        {
            made.ImportFromPem(File.ReadAllText(settings.KeyPath));
        }
        return new HeadSigner(made);
    }

    /// <summary>The time is cut to microseconds, which is what a witness's table keeps.</summary>
    public AuditHead Sign(string source, long link, byte[] hash, DateTimeOffset sealedAt)
    {
        sealedAt = new(sealedAt.Ticks - sealedAt.Ticks % TimeSpan.TicksPerMicrosecond, sealedAt.Offset);
        var head = new AuditHead
        {
            Source = source,
            Link = link,
            Hash = Convert.ToHexStringLower(hash),
            SealedAt = sealedAt.ToTimestamp(),
            KeyId = KeyId,
        };
        head.Signature = Convert.ToBase64String(key.SignData(Signed(head), HashAlgorithmName.SHA256));
        return head;
    }

    /// <summary>Whether this key signed the head; a head of another key is neither proved nor refuted.</summary>
    public bool HasSigned(AuditHead head)
    {
        Span<byte> signature = stackalloc byte[128];
        return string.Equals(head.KeyId, KeyId, StringComparison.Ordinal)
            && Convert.TryFromBase64String(head.Signature, signature, out var length)
            && key.VerifyData(Signed(head), signature[..length], HashAlgorithmName.SHA256);
    }

    public void Dispose() => key.Dispose();

    private static byte[] Signed(AuditHead head) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{head.Source}\n{head.Link}\n{head.Hash}\n{head.SealedAt.Seconds}.{head.SealedAt.Nanos:D9}\n{head.KeyId}"));
}
