using System.Runtime.InteropServices;
using Grpc.AspNetCore.Server.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Hosting;
using Risk.Standalone.Database;
using Risk.Standalone.Routing;

namespace Risk.Standalone;

/// <summary>
/// All services in one process on one port, with a database of their own. What happens between them is what happens
/// between separate services: the same code, tables and events.
/// </summary>
public sealed class Suite : IAsyncDisposable
{
    internal const string KeyFile = "bootstrap.key";

    private readonly Stack<Func<ValueTask>> undo = new();
    private readonly List<WebApplication> services = [];
    private TimeSpan stopMax = TimeSpan.FromSeconds(15);

    private Suite()
    {
    }

    /// <summary>Where REST and gRPC are served.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>A key that holds every role.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Runs until the process is told to stop; the result is its exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Tell);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Tell);
        try
        {
            await using var suite = await StartAsync(args);
            await Console.Out.WriteLineAsync($"Ready at {suite.Address}");
            await told.Task;
            return 0;
        }
        catch (Exception failed) when (failed is StartException
            or IOException { InnerException: AddressInUseException })
        {
            await Console.Error.WriteLineAsync(failed.Message);
            return 1;
        }

        void Tell(PosixSignalContext signal)
        {
            signal.Cancel = true;
            told.TrySetResult();
        }
    }

    /// <summary>Starts everything and returns when it is ready to serve.</summary>
    public static async Task<Suite> StartAsync(string[] args)
    {
        var suite = new Suite();
        try
        {
            await suite.StartPartsAsync(args);
            return suite;
        }
        catch
        {
            await suite.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets what is in flight finish, then stops the services, and the database last.</summary>
    public async ValueTask DisposeAsync()
    {
        while (undo.TryPop(out var stop))
            await stop();
    }

    private async Task StartPartsAsync(string[] args)
    {
        var front = Front.Build(args, () => services);
        stopMax = TimeSpan.FromSeconds(front.Http.StopSeconds);
        Undo(() => front.App.DisposeAsync());
        var data = new DataFolder(front.Settings.Data);
        Undo(data.Dispose);
        Key = data.Secret(KeyFile, "rk_bootstrap_");
        await front.App.StartAsync();
        var door = new Door(front.Inner);
        await front.Kestrel.StartAsync(door, CancellationToken.None);
        Address = AddressOf(front.Kestrel);
        var owner = await StartDatabaseAsync(front, data);
        var bus = front.HasBroker ? null : await SharedBus.StartAsync();
        Undo(() => bus?.DisposeAsync() ?? ValueTask.CompletedTask);
        await StartServicesAsync(new SuiteServices(args, owner, data, bus) { Address = Address }, front, door);
    }

    private async Task<string> StartDatabaseAsync(Front front, DataFolder data)
    {
        if (front.DatabaseOwner is { Length: > 0 } given)
            return given;
        var logger = front.App.Services.GetRequiredService<ILogger<Suite>>();
        var postgres = new PrivatePostgres(
            data, new PostgresProgram(front.Settings.PostgresBin), TimeProvider.System, logger);
        Undo(postgres.DisposeAsync);
        return await postgres.StartAsync();
    }

    private async Task StartServicesAsync(SuiteServices build, Front front, Door door)
    {
        var built = await Task.WhenAll(build.Builders.Select(b => Task.Run(b)));
        Undo(() => StopServicesAsync(built.Select(b => b.App)));
        await Task.WhenAll(built.Select(b => b.App.StartAsync()));
        door.Open([.. built.Select(b => (b.Server, b.App.Services.GetRequiredService<EndpointDataSource>()))]);
        foreach (var (app, _) in built)
        {
            app.Services.GetRequiredService<GrpcNeighbours>()
                .Are(built.Where(other => other.App != app).Select(other => other.App.Services));
        }
        services.AddRange(built.Select(b => b.App));
        Undo(() => CloseAsync(front));
    }

    /// <summary>Streams are told to end, nothing new is let in, and what is in flight is waited for.</summary>
    private async ValueTask CloseAsync(Front front)
    {
        foreach (var service in services)
            service.Lifetime.StopApplication();
        using var patience = new CancellationTokenSource(stopMax);
        await front.Kestrel.StopAsync(patience.Token);
    }

    private async ValueTask StopServicesAsync(IEnumerable<WebApplication> built)
    {
        using var patience = new CancellationTokenSource(stopMax);
        await Task.WhenAll(built.Select(async app =>
        {
            await app.StopAsync(patience.Token);
            await app.DisposeAsync();
        }));
    }

    private static Uri AddressOf(IServer kestrel)
    {
        var bound = new Uri(kestrel.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
        return bound.Host is "0.0.0.0" or "[::]" ? new UriBuilder(bound) { Host = "127.0.0.1" }.Uri : bound;
    }

    private void Undo(Func<ValueTask> stop) => undo.Push(stop);

    private void Undo(Action stop) => undo.Push(() =>
    {
        stop();
        return ValueTask.CompletedTask;
    });
}
