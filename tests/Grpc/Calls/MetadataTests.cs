using Grpc.Core;
using Grpc.Core.Utils;
using Risk.Grpc.Tests.Probe;
using Risk.Grpc.Tests.Servers;
using Shouldly;
using Xunit;

namespace Risk.Grpc.Tests.Calls;

public sealed class MetadataTests(SharedProbeServer shared) : IClassFixture<SharedProbeServer>
{
    private static readonly byte[] Bytes = [0, 1, 2, 250, 255];

    private Probe.ProbeService.ProbeServiceClient Client => shared.Server.Client;

    [Fact]
    public async Task Headers_and_trailers_come_back_as_text_and_as_bytes()
    {
        using var call = Client.EchoAsync(new EchoRequest(), Sent());

        var headers = await call.ResponseHeadersAsync;
        await call;

        headers.GetValue("probe-text").ShouldBe("a, b; c=d");
        headers.GetValueBytes("probe-bytes-bin").ShouldBe(Bytes);
        call.GetTrailers().GetValue("trailer-probe-text").ShouldBe("a, b; c=d");
        call.GetTrailers().GetValueBytes("trailer-probe-bytes-bin").ShouldBe(Bytes);
    }

    [Fact]
    public async Task A_key_may_come_twice()
    {
        using var call = Client.EchoAsync(
            new EchoRequest(),
            new Metadata
            {
                { "probe-twice", "one" },
                { "probe-twice", "two" },
                { "probe-x-bin", [1] },
                { "probe-x-bin", [2] },
            });
        await call;

        // HTTP lets text values be joined by commas on the way; bytes come apart again.
        var trailers = call.GetTrailers();
        string.Join(", ", trailers.GetAll("trailer-probe-twice").Select(entry => entry.Value)).ShouldBe("one, two");
        trailers.GetAll("trailer-probe-x-bin").SelectMany(entry => entry.ValueBytes).ShouldBe([(byte)1, (byte)2]);
    }

    [Fact]
    public async Task Streams_carry_metadata_too()
    {
        using var call = Client.Count(new CountRequest { From = 1, To = 2 }, Sent());

        (await call.ResponseHeadersAsync).GetValueBytes("probe-bytes-bin").ShouldBe(Bytes);
        await call.ResponseStream.ToListAsync();

        call.GetTrailers().GetValue("trailer-probe-text").ShouldBe("a, b; c=d");
    }

    [Fact]
    public async Task A_conversation_gets_its_headers_before_the_first_message()
    {
        using var call = Client.Converse(Sent());

        var headers = await call.ResponseHeadersAsync.WaitAsync(TimeSpan.FromSeconds(30));

        headers.GetValue("probe-text").ShouldBe("a, b; c=d");
        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext()).ShouldBeFalse();
    }

    [Fact]
    public async Task What_belongs_to_the_protocol_is_no_metadata()
    {
        using var call = Client.EchoAsync(new EchoRequest(), Sent());
        await call;

        call.GetTrailers().Select(entry => entry.Key).ShouldAllBe(key =>
            key.StartsWith("trailer-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Upper-Case", "fine", "upper-case")]
    [InlineData("dotted.key_1", "fine", "dotted.key_1")]
    public void Keys_are_lower_case(string key, string value, string expected) =>
        new Metadata.Entry(key, value).Key.ShouldBe(expected);

    [Theory]
    [InlineData("with space", "x")]
    [InlineData("中文", "x")]
    [InlineData("text-bin", "x")]
    [InlineData("text", "中文")]
    [InlineData("text", "two\nlines")]
    public void What_no_header_can_carry_is_refused_at_once(string key, string value) =>
        Should.Throw<ArgumentException>(() => new Metadata.Entry(key, value));

    [Fact]
    public void Bytes_need_a_key_that_says_so() =>
        Should.Throw<ArgumentException>(() => new Metadata.Entry("bytes", Bytes));

    private static Metadata Sent() => new() { { "probe-text", "a, b; c=d" }, { "probe-bytes-bin", Bytes } };
}
