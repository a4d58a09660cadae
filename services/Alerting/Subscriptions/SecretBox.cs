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

    // Only one process makes a key, but it may have several hosts.
    private static readonly Lock Making = new();

    public static SecretBox From(WebhookSettings settings)
    {
        if (settings.KeyFile.Length == 0)
            return new(key: null);
        lock (Making)
        {
            if (settings.MakeKeyFile && !File.Exists(settings.KeyFile))
                Make(settings.KeyFile);
        }
        return new(Convert.FromBase64String(File.ReadAllText(settings.KeyFile).Trim()));
    }

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
        if (kept is [Plain, .. var plain])
            return plain;
        if (key is null)
            throw new SecretUnreadableException("it is sealed, and the settings name no Webhooks:KeyFile");
        if (kept.Length < 1 + NonceBytes + TagBytes)
            throw new SecretUnreadableException("what is kept of it is too short");
        using var aes = new AesGcm(key, TagBytes);
        var parts = kept.AsSpan(1);
        var text = parts[(NonceBytes + TagBytes)..];
        var secret = new byte[text.Length];
        try
        {
            aes.Decrypt(parts[..NonceBytes], text, parts[NonceBytes..(NonceBytes + TagBytes)], secret,
                subscriptionId.ToByteArray());
        }
        catch (AuthenticationTagMismatchException wrong)
        {
            throw new SecretUnreadableException("it was sealed with another key than that in Webhooks:KeyFile", wrong);
        }
        return secret;
    }

    /// <summary>
    /// Writes the file whole under another name first: whoever reads it, or comes after a crash, finds all of it or
    /// nothing.
    /// </summary>
    private static void Make(string file)
    {
        var draft = $"{file}.{Guid.CreateVersion7():n}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var written = new StreamWriter(draft, options))
            written.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)));
        File.Move(draft, file, overwrite: false);
    }
}

/// <summary>This instance cannot open the secret: it has another key, or none. Others may have the right one.</summary>
internal sealed class SecretUnreadableException(string reason, Exception? inner = null)
    : Exception("The signing secret cannot be opened: " + reason + ".", inner);
