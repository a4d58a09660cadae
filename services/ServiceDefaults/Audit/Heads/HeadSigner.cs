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
    private readonly TrustedKeys trusted;

    private HeadSigner(ECDsa key, TrustedKeys trusted)
    {
        (this.key, this.trusted) = (key, trusted);
        KeyId = trusted.Add(key);
    }

    /// <summary>SHA-256 of the public key, lower-case hex.</summary>
    public string KeyId { get; }

    public static HeadSigner From(AuditSettings settings)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (settings.KeyPath.Length > 0 && File.Exists(settings.KeyPath))
            key.ImportFromPem(File.ReadAllText(settings.KeyPath));
        else if (settings.KeyPath.Length > 0)
            Write(key, settings.KeyPath);
        return new HeadSigner(key, TrustedKeys.From(settings.TrustedKeysFile));
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

    /// <summary>Whether a known key has signed the head; null for a key that is not known.</summary>
    public bool? HasSigned(AuditHead head)
    {
        if (trusted.Find(head.KeyId) is not { } known)
            return null;
        Span<byte> signature = stackalloc byte[128];
        return Convert.TryFromBase64String(head.Signature, signature, out var length)
            && known.VerifyData(Signed(head), signature[..length], HashAlgorithmName.SHA256);
    }

    public void Dispose()
    {
        trusted.Dispose();
        key.Dispose();
    }

    private static void Write(ECDsa key, string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var file = new StreamWriter(path, options))
            file.Write(key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(path + ".pub", key.ExportSubjectPublicKeyInfoPem() + "\n");
    }

    private static byte[] Signed(AuditHead head) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{head.Source}\n{head.Link}\n{head.Hash}\n{head.SealedAt.Seconds}.{head.SealedAt.Nanos:D9}\n{head.KeyId}"));
}
