using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Core.Utils;
using Microsoft.Extensions.DependencyInjection;
using Risk.Grpc.Tests.Probe;
using Risk.Grpc.Tests.Servers;
using Shouldly;
using Xunit;

namespace Risk.Grpc.Tests.Services;

public sealed class InterceptorTests
{
    [Fact]
    public async Task Interceptors_of_all_services_come_before_those_of_one_each_in_order()
    {
        await using var server = await StartAsync();

        await server.Client.EchoAsync(new EchoRequest());

        server.Services.GetRequiredService<Journal>().Lines.ShouldBe(
            ["a in", "b in", "c in", "c out", "b out", "a out"]);
    }

    [Fact]
    public async Task Every_call_kind_is_intercepted()
    {
        await using var server = await StartAsync();
        var journal = server.Services.GetRequiredService<Journal>();

        using var count = server.Client.Count(new CountRequest { From = 1, To = 1 });
        await count.ResponseStream.ToListAsync();
        using var collect = server.Client.Collect();
        await collect.RequestStream.CompleteAsync();
        await collect;
        using var converse = server.Client.Converse();
        await converse.RequestStream.CompleteAsync();
        await converse.ResponseStream.ToListAsync();

        journal.Lines.Count(line => line == "a in").ShouldBe(3);
        journal.Lines.Count(line => line == "c out").ShouldBe(3);
    }

    [Fact]
    public async Task An_interceptor_may_refuse_and_pass_things_on_to_the_handler()
    {
        await using var server = await ProbeServer.StartAsync(services =>
            services.AddGrpc(options => options.Interceptors.Add<Gate>()));

        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await server.Client.EchoAsync(new EchoRequest()));
        var reply = await server.Client.EchoAsync(new EchoRequest(), new Metadata { { "key", "right" } });

        refused.StatusCode.ShouldBe(StatusCode.Unauthenticated);
        reply.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_interceptor_that_is_made_for_a_call_is_disposed_after_it()
    {
        await using var server = await ProbeServer.StartAsync(services => services
            .AddSingleton<Journal>()
            .AddGrpc(options => options.Interceptors.Add<Disposed>()));

        await server.Client.EchoAsync(new EchoRequest());

        server.Services.GetRequiredService<Journal>().Lines.ShouldBe(["disposed"]);
    }

    [Fact]
    public async Task The_clients_interceptors_see_a_call_in_the_order_given()
    {
        await using var server = await ProbeServer.StartAsync();
        var journal = new Journal();
        var client = new Probe.ProbeService.ProbeServiceClient(server.Channel.Intercept(
            new ClientSide(journal, "first"), new ClientSide(journal, "second")));

        await client.EchoAsync(new EchoRequest());
        using var call = client.Count(new CountRequest { From = 1, To = 1 });
        await call.ResponseStream.ToListAsync();

        journal.Lines.ShouldBe(["first", "second", "first", "second"]);
    }

    [Fact]
    public async Task The_clients_headers_may_be_changed_for_every_call()
    {
        await using var server = await ProbeServer.StartAsync();
        var client = new Probe.ProbeService.ProbeServiceClient(server.Channel.Intercept(headers =>
        {
            headers.Add("probe-added", "yes");
            return headers;
        }));

        using var call = client.EchoAsync(new EchoRequest());
        await call;

        call.GetTrailers().GetValue("trailer-probe-added").ShouldBe("yes");
    }

    private static Task<ProbeServer> StartAsync() => ProbeServer.StartAsync(services => services
        .AddSingleton<Journal>()
        .AddGrpc(options =>
        {
            options.Interceptors.Add<Noting>("a");
            options.Interceptors.Add(typeof(Noting), "b");
        })
        .AddServiceOptions<Servers.ProbeService>(options => options.Interceptors.Add<Noting>("c")));

    private sealed class Journal
    {
        private readonly ConcurrentQueue<string> lines = new();

        public IReadOnlyList<string> Lines => [.. lines];

        public void Note(string line) => lines.Enqueue(line);
    }

    private sealed class Noting(Journal journal, string name) : Interceptor
    {
        public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            journal.Note($"{name} in");
            var response = await continuation(request, context);
            journal.Note($"{name} out");
            return response;
        }

        public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
            TRequest request,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            ServerStreamingServerMethod<TRequest, TResponse> continuation)
        {
            journal.Note($"{name} in");
            await continuation(request, responseStream, context);
            journal.Note($"{name} out");
        }

        public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream,
            ServerCallContext context,
            ClientStreamingServerMethod<TRequest, TResponse> continuation)
        {
            journal.Note($"{name} in");
            var response = await continuation(requestStream, context);
            journal.Note($"{name} out");
            return response;
        }

        public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            DuplexStreamingServerMethod<TRequest, TResponse> continuation)
        {
            journal.Note($"{name} in");
            await continuation(requestStream, responseStream, context);
            journal.Note($"{name} out");
        }
    }

    private sealed class Gate : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            if (context.RequestHeaders.GetValue("key") != "right")
            {
                throw new RpcException(new Status(StatusCode.Unauthenticated, "Who are you?"));
            }

            context.UserState["caller"] = context.GetHttpContext().Request.Path.Value!;
            return continuation(request, context);
        }
    }

    private sealed class Disposed(Journal journal) : Interceptor, IDisposable
    {
        public void Dispose() => journal.Note("disposed");
    }

    private sealed class ClientSide(Journal journal, string name) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            journal.Note(name);
            return continuation(request, context);
        }

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            journal.Note(name);
            return continuation(request, context);
        }
    }
}
