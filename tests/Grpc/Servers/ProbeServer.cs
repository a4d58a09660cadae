using System.Net;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Risk.Grpc.Tests.Servers;

/// <summary>A server of the probe service on a port of its own, for HTTP/1.1 and HTTP/2 alike.</summary>
public sealed class ProbeServer : IAsyncDisposable
{
    private readonly WebApplication application;

    private ProbeServer(WebApplication application)
    {
        this.application = application;
        Address = application.Urls.Single();
        Channel = GrpcChannel.ForAddress(Address);
        Client = new Probe.ProbeService.ProbeServiceClient(Channel);
    }

    public string Address { get; }

    public GrpcChannel Channel { get; }

    public Probe.ProbeService.ProbeServiceClient Client { get; }

    public IServiceProvider Services => application.Services;

    public Sightings Sightings => Services.GetRequiredService<Sightings>();

    public static async Task<ProbeServer> StartAsync(
        Action<IServiceCollection>? configure = null, Action<IEndpointRouteBuilder>? map = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttp1AndPriorKnowledgeHttp2()));
        builder.Services.AddSingleton<Sightings>();
        builder.Services.AddGrpc();
        builder.Services.AddGrpcHealthChecks();
        builder.Services.AddGrpcReflection();
        configure?.Invoke(builder.Services);
        var built = builder.Build();
        built.MapGrpcService<ProbeService>();
        built.MapGrpcHealthChecksService();
        built.MapGrpcReflectionService();
        built.MapGet("/protocol", context => context.Response.WriteAsync(
            $"{context.Request.Protocol} {context.Request.Scheme}"));
        map?.Invoke(built);
        await built.StartAsync();
        return new ProbeServer(built);
    }

    public Task StopAsync() => application.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await application.StopAsync(new CancellationToken(canceled: true));
        await application.DisposeAsync();
    }
}

/// <summary>One server with the settings of the box, shared by the tests of a class.</summary>
public sealed class SharedProbeServer : IAsyncLifetime
{
    public ProbeServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await ProbeServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
