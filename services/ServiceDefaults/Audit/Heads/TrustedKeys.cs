using System.Security.Cryptography;

namespace Risk.ServiceDefaults.Audit;

/// <summary>The public keys whose signed heads are believed, by the SHA-256 of the key.</summary>
internal sealed class TrustedKeys : IDisposable
{
    private readonly Dictionary<string, ECDsa> keys = new(StringComparer.Ordinal);

    /// <summary>The keys of a file of PEM blocks, one after the other; none when no file is named.</summary>
    public static TrustedKeys From(string file)
    {
        var trusted = new TrustedKeys();
        ReadOnlySpan<char> left = file.Length > 0 ? File.ReadAllText(file) : "";
        while (PemEncoding.TryFind(left, out var found))
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(left[found.Location]);
            trusted.Add(key);
            left = left[found.Location.End..];
        }
        return trusted;
    }

    /// <summary>Trusts a key; returns its id.</summary>
    public string Add(ECDsa key)
    {
        var publicKey = key.ExportSubjectPublicKeyInfo();
        var id = Convert.ToHexStringLower(SHA256.HashData(publicKey));
        if (keys.ContainsKey(id))
            return id;
        keys[id] = ECDsa.Create();
        keys[id].ImportSubjectPublicKeyInfo(publicKey, out _);
        return id;
    }

    public ECDsa? Find(string id) => keys.GetValueOrDefault(id);

    public void Dispose()
    {
        foreach (var key in keys.Values)
            key.Dispose();
    }
}
