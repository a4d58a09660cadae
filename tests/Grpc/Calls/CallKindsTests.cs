using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Utils;
using Risk.Grpc.Tests.Probe;
using Risk.Grpc.Tests.Servers;
using Shouldly;
using Xunit;

namespace Risk.Grpc.Tests.Calls;

public sealed class CallKindsTests(SharedProbeServer shared) : IClassFixture<SharedProbeServer>
{
    private Probe.ProbeService.ProbeServiceClient Client => shared.Server.Client;

    [Fact]
    public async Task A_unary_call_answers_its_request()
    {
        using var call = Client.EchoAsync(new EchoRequest { Text = "诚信", Body = ByteString.CopyFrom(0, 1, 255) });

        var reply = await call;

        reply.ShouldBe(new EchoReply { Text = "诚信", Body = ByteString.CopyFrom(0, 1, 255), Count = 1 });
        call.GetStatus().ShouldBe(Status.DefaultSuccess);
    }

    [Fact]
    public void A_blocking_call_answers_its_request() =>
        Client.Echo(new EchoRequest { Text = "now" }).Text.ShouldBe("now");

    [Fact]
    public async Task An_empty_message_is_a_message() =>
        (await Client.EchoAsync(new EchoRequest())).ShouldBe(new EchoReply { Count = 1 });

    [Fact]
    public async Task A_server_stream_arrives_whole_and_in_order()
    {
        using var call = Client.Count(new CountRequest { From = 1, To = 5_000 });

        var counts = (await call.ResponseStream.ToListAsync()).Select(reply => reply.Count);

        counts.ShouldBe(Enumerable.Range(1, 5_000));
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
    }

    [Fact]
    public async Task A_server_stream_may_be_empty()
    {
        using var call = Client.Count(new CountRequest { From = 1, To = 0 });

        (await call.ResponseStream.ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_client_stream_is_answered_once()
    {
        using var call = Client.Collect();
        await call.RequestStream.WriteAllAsync(
            Enumerable.Range(0, 1_000).Select(n => new EchoRequest { Text = $"{n % 10}" }));

        var reply = await call;

        reply.Count.ShouldBe(1_000);
        reply.Text.ShouldBe(string.Concat(Enumerable.Repeat("0123456789", 100)));
    }

    [Fact]
    public async Task A_client_stream_may_be_empty()
    {
        using var call = Client.Collect();
        await call.RequestStream.CompleteAsync();

        (await call).Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_duplex_call_is_a_conversation()
    {
        using var call = Client.Converse();
        for (var n = 1; n <= 100; n++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Text = $"question {n}" });
            (await call.ResponseStream.MoveNext()).ShouldBeTrue();
            call.ResponseStream.Current.ShouldBe(new EchoReply { Text = $"question {n}", Count = n });
        }

        await call.RequestStream.CompleteAsync();

        (await call.ResponseStream.MoveNext()).ShouldBeFalse();
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
    }

    [Fact]
    public async Task Messages_written_with_a_hint_to_wait_arrive_all_the_same()
    {
        using var call = Client.Converse();
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
        for (var n = 1; n <= 50; n++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Text = $"{n}" });
        }

        await call.RequestStream.CompleteAsync();

        (await call.ResponseStream.ToListAsync()).Count.ShouldBe(50);
    }

    [Fact]
    public async Task Many_calls_at_once_on_one_channel_all_get_their_own_answers()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 500).Select(async n =>
            (n, reply: await Client.EchoAsync(new EchoRequest { Text = $"{n}" }))));

        replies.ShouldAllBe(pair => pair.reply.Text == $"{pair.n}");
    }

    [Fact]
    public async Task A_second_request_while_the_first_is_still_being_written_is_refused()
    {
        using var call = Client.Converse();
        var large = new EchoRequest { Body = ByteString.CopyFrom(new byte[3 * 1024 * 1024]) };
        var first = call.RequestStream.WriteAsync(large);

        var second = () => call.RequestStream.WriteAsync(new EchoRequest());

        await second.ShouldThrowAsync<InvalidOperationException>();
        await first;
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unavailable()
    {
        using var channel = global::Grpc.Net.Client.GrpcChannel.ForAddress("http://127.0.0.1:1");
        var client = new Probe.ProbeService.ProbeServiceClient(channel);

        var refused = await Should.ThrowAsync<RpcException>(async () => await client.EchoAsync(new EchoRequest()));

        refused.StatusCode.ShouldBe(StatusCode.Unavailable);
    }
}
