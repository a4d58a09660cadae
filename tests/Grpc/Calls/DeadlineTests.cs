using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Risk.Grpc.Tests.Probe;
using Risk.Grpc.Tests.Servers;
using Shouldly;
using Xunit;

namespace Risk.Grpc.Tests.Calls;

public sealed class DeadlineTests
{
    [Fact]
    public async Task A_call_that_takes_longer_than_its_deadline_ends_at_the_deadline_and_is_cancelled()
    {
        await using var server = await StartWarmAsync();

        var refused = await Should.ThrowAsync<RpcException>(async () => await server.Client.EchoAsync(
            new EchoRequest { DelayMilliseconds = 60_000 }, deadline: In(1_000)));

        refused.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        await server.Sightings.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_stream_that_takes_longer_than_its_deadline_ends_after_what_it_sent()
    {
        await using var server = await StartWarmAsync();
        using var call = server.Client.Count(
            new CountRequest { From = 1, To = 1_000, DelayMilliseconds = 100 }, deadline: In(2_000));
        var seen = 0;

        var refused = await Should.ThrowAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext())
            {
                seen++;
            }
        });

        refused.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        seen.ShouldBeInRange(1, 25);
    }

    [Fact]
    public async Task A_writer_that_its_reader_holds_up_is_cancelled_once_the_deadline_has_passed()
    {
        await using var server = await StartWarmAsync();
        using var call = server.Client.Count(new CountRequest { From = 1, To = int.MaxValue - 1 }, deadline: In(2_000));
        await call.ResponseHeadersAsync;

        await server.Sightings.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_call_made_on_behalf_of_another_takes_over_its_deadline()
    {
        var nested = new Nested();
        await using var server = await StartWarmAsync(services => services
            .AddSingleton(nested)
            .AddGrpc(options => options.Interceptors.Add<Nested>()));

        var refused = await Should.ThrowAsync<RpcException>(async () => await server.Client.EchoAsync(
            new EchoRequest { DelayMilliseconds = 30_000 }, new Metadata { { "nest", "yes" } }, In(2_000)));

        refused.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        (await nested.Ended.Task.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeOneOf(
            StatusCode.DeadlineExceeded, StatusCode.Cancelled);
    }

    [Fact]
    public async Task The_server_answers_by_itself_when_the_deadline_passes()
    {
        await using var server = await StartWarmAsync();
        using var raw = new RawHttp2(server.Address);

        var answer = await raw.CallAsync(
            "Echo", RawHttp2.Framed(new EchoRequest { DelayMilliseconds = 30_000 }), ("grpc-timeout", "200m"));

        answer.Status.ShouldBe(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task A_deadline_may_pass_at_any_moment_of_a_call()
    {
        await using var server = await StartWarmAsync();
        using var raw = new RawHttp2(server.Address);
        var body = RawHttp2.Framed(new EchoRequest { Text = "in a hurry" });

        var ends = await Task.WhenAll(Enumerable.Range(0, 2_000).Select(async n =>
        {
            await Task.Delay(n % 50);
            try
            {
                return (await raw.CallAsync("Echo", body, ("grpc-timeout", $"{n % 40 * 50}u"))).Status;
            }
            catch (HttpRequestException)
            {
                // The stream was reset, as it is when the deadline meets a message half written.
                return StatusCode.DeadlineExceeded;
            }
        }));

        ends.ShouldAllBe(end => end == StatusCode.OK || end == StatusCode.DeadlineExceeded);
        ends.ShouldContain(StatusCode.DeadlineExceeded);
        (await server.Client.EchoAsync(new EchoRequest { Text = "calm" })).Text.ShouldBe("calm");
    }

    [Fact]
    public async Task A_clients_deadline_may_pass_at_any_moment_of_a_call()
    {
        await using var server = await StartWarmAsync();

        var ends = await Task.WhenAll(Enumerable.Range(0, 2_000).Select(async n =>
        {
            await Task.Delay(n % 50);
            using var call = server.Client.EchoAsync(new EchoRequest { Text = $"{n}" }, deadline: In(n % 20));
            try
            {
                return (await call).Text == $"{n}" ? StatusCode.OK : StatusCode.DataLoss;
            }
            catch (RpcException refused)
            {
                return refused.StatusCode;
            }
        }));

        ends.ShouldAllBe(end => end == StatusCode.OK || end == StatusCode.DeadlineExceeded);
        (await server.Client.EchoAsync(new EchoRequest { Text = "calm" })).Text.ShouldBe("calm");
    }

    [Fact]
    public async Task A_deadline_in_the_past_needs_no_server()
    {
        await using var server = await StartWarmAsync();

        var refused = await Should.ThrowAsync<RpcException>(async () => await server.Client.EchoAsync(
            new EchoRequest(), deadline: In(-1)));

        refused.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task A_call_within_its_deadline_is_answered()
    {
        await using var server = await StartWarmAsync();

        var reply = await server.Client.EchoAsync(new EchoRequest { Text = "in time" }, deadline: In(30_000));

        reply.Text.ShouldBe("in time");
    }

    [Theory]
    [InlineData("5")]
    [InlineData("soon")]
    [InlineData("123456789S")]
    [InlineData("-1S")]
    public async Task A_malformed_timeout_is_refused(string timeout)
    {
        await using var server = await StartWarmAsync();
        using var raw = new RawHttp2(server.Address);

        var answer = await raw.CallAsync("Echo", RawHttp2.Framed(new EchoRequest()), ("grpc-timeout", timeout));

        answer.Status.ShouldBe(StatusCode.Internal);
        answer.Detail.ShouldContain("grpc-timeout");
    }

    // The first call of a process takes long enough on a busy machine to use up a short deadline.
    private static async Task<ProbeServer> StartWarmAsync(Action<IServiceCollection>? configure = null)
    {
        var server = await ProbeServer.StartAsync(configure);
        await server.Client.EchoAsync(new EchoRequest());
        return server;
    }

    private static DateTime In(int milliseconds) =>
        TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(milliseconds);

    private sealed class Nested : Interceptor
    {
        public TaskCompletionSource<StatusCode> Ended { get; } = new();

        public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            if (context.RequestHeaders.GetValue("nest") is null)
            {
                return await continuation(request, context);
            }

            using var channel = GrpcChannel.ForAddress($"http://{context.Host}");
            var client = new Probe.ProbeService.ProbeServiceClient(channel);
            var options = new CallOptions(propagationToken: context.CreatePropagationToken());
            try
            {
                return (TResponse)(object)await client.EchoAsync((EchoRequest)(object)request, options);
            }
            catch (RpcException ended)
            {
                Ended.TrySetResult(ended.StatusCode);
                throw;
            }
        }
    }
}
