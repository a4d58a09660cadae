using System.Text;
using Risk.Alerting.Webhooks;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Webhooks;

public sealed class SignatureTests
{
    // Computed with openssl: printf '%s' "$id.$seconds.$body" | openssl dgst -sha256 -mac HMAC -macopt hexkey:… -binary
    [Fact]
    public void A_signature_is_the_hmac_that_others_compute()
    {
        var secret = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();

        var signature = Signature.Of(
            Guid.Parse("0197f000-0000-7000-8000-000000000001"), 1_700_000_000, Encoding.UTF8.GetBytes("{\"a\":1}"),
            secret);

        signature.ShouldBe("v1,MT1MWW1HzUMFkrCcF179p0qVM/g/JKWRq1Ej+ePm7FI=");
        Signature.Text(secret).ShouldBe("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    }
}
