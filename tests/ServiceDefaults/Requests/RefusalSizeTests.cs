using Google.Rpc;
using Risk.ServiceDefaults.Requests;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Requests;

public sealed class RefusalSizeTests
{
    private const int HeaderBytesMax = 8 * 1024;

    [Theory]
    [InlineData(40, 95)]
    [InlineData(200, 95)]
    [InlineData(1, 20_000)]
    [InlineData(20, 2_000)]
    public void However_much_is_wrong_its_details_fit_into_the_headers_that_carry_them(int faults, int characters)
    {
        var check = new InputCheck();
        for (var i = 0; i < faults; i++)
            check.That(false, $"document.links[{i}]", new(new string('x', characters), new string('错', characters)));
        var refused = Should.Throw<Refusal>(check.ThrowIfAny);

        foreach (var language in Enum.GetValues<Language>())
        {
            var sent = refused.In(language, "risk.intake");
            var details = sent.Trailers.GetValueBytes("grpc-status-details-bin").ShouldNotBeNull();
            var status = Google.Rpc.Status.Parser.ParseFrom(details);

            (details.Length * 4 / 3 + sent.Status.Detail.Length).ShouldBeLessThan(HeaderBytesMax);
            status.Message.ShouldBe(sent.Status.Detail);
            status.Details.Single(d => d.Is(BadRequest.Descriptor)).Unpack<BadRequest>()
                .FieldViolations[0].Field.ShouldBe("document.links[0]");
        }
    }

    [Fact]
    public void A_few_faults_are_told_in_full()
    {
        var refused = Refuse.Invalid([new("a", new("is wrong", "有误")), new("b", new("too", "亦然"))]);

        var sent = refused.In(Language.English, "risk.intake");

        sent.Status.Detail.ShouldBe("a: is wrong; b: too");
        refused.Fields.Count.ShouldBe(2);
    }
}
