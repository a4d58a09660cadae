using System.IO.Compression;
using Google.Protobuf;
using Grpc.Core;
using Risk.Grpc.Tests.Probe;
using Risk.Grpc.Tests.Servers;
using Shouldly;
using Xunit;

namespace Risk.Grpc.Tests.Protocol;

public sealed class FramingTests(SharedProbeServer shared) : IClassFixture<SharedProbeServer>, IDisposable
{
    private readonly RawHttp2 raw = new(shared.Server.Address);

    public static TheoryData<string, byte[], StatusCode> Malformed => new()
    {
        { "no message", [], StatusCode.Internal },
        { "part of a header", [0, 0, 0], StatusCode.Internal },
        { "a header alone", [0, 0, 0, 0, 9], StatusCode.Internal },
        { "a truncated message", [0, 0, 0, 0, 9, 10, 3, 97], StatusCode.Internal },
        { "an unknown flag", [2, 0, 0, 0, 0], StatusCode.Internal },
        { "compressed by nothing", [1, 0, 0, 0, 0], StatusCode.Internal },
        { "no protobuf", [0, 0, 0, 0, 2, 255, 255], StatusCode.Internal },
        { "two messages", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], StatusCode.Internal },
        { "a message and a rest", [0, 0, 0, 0, 0, 7], StatusCode.Internal },
        { "a length beyond the limit", [0, 0, 64, 0, 1, 0], StatusCode.ResourceExhausted },
        { "a length beyond any limit", [0, 255, 255, 255, 255, 0], StatusCode.ResourceExhausted },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_malformed_request_is_refused(string what, byte[] body, StatusCode expected)
    {
        var answer = await raw.CallAsync("Echo", body);

        answer.Status.ShouldBe(expected, what);
        answer.Body.ShouldBeEmpty();
        (await shared.Server.Client.EchoAsync(new EchoRequest { Text = "still here" })).Text.ShouldBe("still here");
    }

    [Theory]
    [InlineData("Collect")]
    [InlineData("Converse")]
    public async Task A_stream_that_breaks_off_inside_a_message_is_refused(string method)
    {
        byte[] body = [.. RawHttp2.Framed(new EchoRequest { Text = "whole" }), 0, 0, 0, 0, 9, 10];

        var answer = await raw.CallAsync(method, body);

        answer.Status.ShouldBe(StatusCode.Internal);
        answer.Detail.ShouldBe("Incomplete message.");
    }

    [Fact]
    public async Task A_compressed_message_that_is_not_gzip_is_refused()
    {
        var answer = await raw.CallAsync("Echo", RawHttp2.Framed([1, 2, 3], flag: 1), ("grpc-encoding", "gzip"));

        answer.Status.ShouldBe(StatusCode.Internal);
    }

    [Fact]
    public async Task A_compressed_message_that_grows_beyond_the_limit_is_refused()
    {
        var bomb = new EchoRequest { Body = ByteString.CopyFrom(new byte[5 * 1024 * 1024]) }.ToByteArray();

        var answer = await raw.CallAsync("Echo", RawHttp2.Framed(Gzip(bomb), flag: 1), ("grpc-encoding", "gzip"));

        answer.Status.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task An_unknown_compression_is_refused_with_the_known_ones()
    {
        var answer = await raw.CallAsync("Echo", RawHttp2.Framed(new EchoRequest()), ("grpc-encoding", "snappy"));

        answer.Status.ShouldBe(StatusCode.Unimplemented);
        answer.Response.Headers.GetValues("grpc-accept-encoding").ShouldBe(["identity,gzip"]);
    }

    [Fact]
    public async Task A_message_in_many_small_pieces_is_put_together()
    {
        var message = new EchoRequest { Text = new string('x', 100) };
        byte[] body = [.. Enumerable.Repeat(RawHttp2.Framed(message), 300).SelectMany(each => each)];

        var answer = await raw.CallAsync("Collect", body);

        EchoReply.Parser.ParseFrom(answer.Body.AsSpan(5)).Count.ShouldBe(300);
    }

    public void Dispose() => raw.Dispose();

    private static byte[] Gzip(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(plain);
        }

        return packed.ToArray();
    }
}
