using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Risk.Grpc.Tests.Probe;
using Risk.Grpc.Tests.Servers;
using Shouldly;
using Xunit;

namespace Risk.Grpc.Tests.Calls;

public sealed class ErrorTests(SharedProbeServer shared) : IClassFixture<SharedProbeServer>
{
    private static readonly ByteString Details = ByteString.CopyFrom(8, 9, 18, 3, 97, 98, 255);

    private Probe.ProbeService.ProbeServiceClient Client => shared.Server.Client;

    public static TheoryData<StatusCode> Codes =>
        [.. Enum.GetValues<StatusCode>().Where(code => code != StatusCode.OK)];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_refusal_arrives_with_code_detail_and_details(StatusCode code)
    {
        var refused = await Should.ThrowAsync<RpcException>(async () => await Client.EchoAsync(
            new EchoRequest { FailWith = (int)code, Text = "额度不足: 100% of\nthe limit", Body = Details }));

        refused.Status.StatusCode.ShouldBe(code);
        refused.Status.Detail.ShouldBe("额度不足: 100% of\nthe limit");
        refused.Trailers.GetValue("reason").ShouldBe("probe");
        refused.Trailers.GetValueBytes("grpc-status-details-bin").ShouldBe(Details.ToByteArray());
    }

    [Fact]
    public async Task A_refusal_after_headers_and_messages_arrives_in_the_trailers()
    {
        using var call = Client.Converse(new Metadata { { "probe-text", "early" } });
        await call.RequestStream.WriteAsync(new EchoRequest { Text = "first" });
        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        await call.RequestStream.WriteAsync(
            new EchoRequest { FailWith = (int)StatusCode.Aborted, Text = "second", Body = Details });

        var refused = await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext());

        refused.StatusCode.ShouldBe(StatusCode.Aborted);
        refused.Trailers.GetValue("trailer-probe-text").ShouldBe("early");
        refused.Trailers.GetValueBytes("grpc-status-details-bin").ShouldBe(Details.ToByteArray());
    }

    [Fact]
    public async Task A_client_stream_may_be_refused_before_it_has_ended()
    {
        using var call = Client.Collect();
        await call.RequestStream.WriteAsync(new EchoRequest { FailWith = (int)StatusCode.OutOfRange, Text = "enough" });

        var refused = await Should.ThrowAsync<RpcException>(async () => await call);

        refused.StatusCode.ShouldBe(StatusCode.OutOfRange);
        await Should.ThrowAsync<RpcException>(() => call.RequestStream.WriteAsync(new EchoRequest()));
    }

    [Fact]
    public async Task An_unexpected_exception_tells_the_caller_nothing()
    {
        var refused = await Should.ThrowAsync<RpcException>(async () => await Client.EchoAsync(
            new EchoRequest { FailWith = -1, Text = "secret" }));

        refused.StatusCode.ShouldBe(StatusCode.Unknown);
        refused.Status.Detail.ShouldNotContain("secret");
    }

    [Fact]
    public async Task An_unexpected_exception_is_told_where_details_are_enabled()
    {
        await using var server = await ProbeServer.StartAsync(services =>
            services.AddGrpc(options => options.EnableDetailedErrors = true));

        var refused = await Should.ThrowAsync<RpcException>(async () => await server.Client.EchoAsync(
            new EchoRequest { FailWith = -1, Text = "the cause" }));

        refused.Status.Detail.ShouldContain("InvalidOperationException: the cause");
    }
}
