using System.Security.Cryptography;
using Risk.Alerting.Webhooks;

namespace Risk.Alerting.Subscriptions;

/// <summary>
/// Seals signing secrets for the database with AES-GCM, bound to their subscription, where the settings name a key;
/// else they lie there as they are. What was kept before there was a key is still read.
/// </summary>
internal sealed class SecretBox(byte[]? key)
{
    private const int KeyBytes = 32;
    private const byte Plain = 0;
    private const byte Sealed = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static SecretBox From(WebhookSettings settings) =>
        new(settings.KeyFile.Length == 0 ? null : ReadOrMake(settings.KeyFile));

    public byte[] Seal(byte[] secret, Guid subscriptionId)
    {
        if (key is null)
            return [Plain, .. secret];
        using var aes = new AesGcm(key, TagBytes);
        var nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        var (text, tag) = (new byte[secret.Length], new byte[TagBytes]);
        aes.Encrypt(nonce, secret, text, tag, subscriptionId.ToByteArray());
        return [Sealed, .. nonce, .. tag, .. text];
    }

    public byte[] Open(byte[] kept, Guid subscriptionId)
    {
        if (kept[0] == Plain)
            return kept[1..];
        if (key is null)
            throw new CryptographicException("The secret is sealed, and the settings name no Webhooks:KeyFile.");
        using var aes = new AesGcm(key, TagBytes);
        var parts = kept.AsSpan(1);
        var text = parts[(NonceBytes + TagBytes)..];
        var secret = new byte[text.Length];
        aes.Decrypt(parts[..NonceBytes], text, parts[NonceBytes..(NonceBytes + TagBytes)], secret,
            subscriptionId.ToByteArray());
        return secret;
    }

    private static byte[] ReadOrMake(string file)
    {
        var made = RandomNumberGenerator.GetBytes(KeyBytes);
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = OwnerOnly;
            using var written = new StreamWriter(file, options);
            written.Write(Convert.ToBase64String(made));
            return made;
        }
        catch (IOException) when (File.Exists(file))
        {
            return Convert.FromBase64String(File.ReadAllText(file).Trim());
        }
    }
}
