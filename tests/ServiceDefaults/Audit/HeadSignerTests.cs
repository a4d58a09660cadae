using Risk.ServiceDefaults.Audit;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Audit;

public sealed class HeadSignerTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 7, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("risk-heads-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_key_outlives_the_process()
    {
        using var first = SignerOf("a.key");
        using var second = SignerOf("a.key");

        second.KeyId.ShouldBe(first.KeyId);
        second.HasSigned(first.Sign("intake", 7, [1, 2, 3], At)).ShouldBe(true);
    }

    [Fact]
    public void A_head_of_an_unknown_key_is_neither_proved_nor_refuted()
    {
        using var ours = SignerOf("ours.key");
        using var theirs = SignerOf("theirs.key");

        ours.HasSigned(theirs.Sign("intake", 7, [1, 2, 3], At)).ShouldBeNull();
    }

    [Fact]
    public void Heads_of_trusted_keys_are_proved_and_forged_ones_refuted()
    {
        using var old = SignerOf("old.key");
        using var other = SignerOf("other.key");
        var trusted = Path.Combine(folder, "trusted.pem");
        File.WriteAllText(trusted, PublicKeyOf("old.key") + PublicKeyOf("other.key"));
        using var signer = SignerOf("new.key", trusted);

        signer.HasSigned(old.Sign("intake", 7, [1, 2, 3], At)).ShouldBe(true);
        var head = other.Sign("intake", 7, [1, 2, 3], At);
        signer.HasSigned(head).ShouldBe(true);
        head.Link = 8;
        signer.HasSigned(head).ShouldBe(false);
    }

    private string PublicKeyOf(string key) => File.ReadAllText(Path.Combine(folder, key + ".pub"));

    private HeadSigner SignerOf(string key, string trusted = "") =>
        HeadSigner.From(new() { KeyFile = Path.Combine(folder, key), TrustedKeysFile = trusted });
}
