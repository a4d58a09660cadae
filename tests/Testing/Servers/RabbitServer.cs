using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace Risk.Testing;

/// <summary>A RabbitMQ server of the tests' own, or the one that RISK_TEST_RABBITMQ names.</summary>
public sealed class RabbitServer : IAsyncDisposable
{
    /// <summary>Names "amqp://user:password@host:port http://host:managementPort".</summary>
    public const string Variable = "RISK_TEST_RABBITMQ";

    private static readonly Lazy<Task<RabbitServer>> Shared = new(OpenSharedAsync);

    private readonly string? directory;
    private readonly HashSet<string> vhosts = new(StringComparer.Ordinal);
    private ServerProcess? process;

    private RabbitServer(Uri broker, Uri management, ServerProcess? process, string? directory)
    {
        Broker = broker;
        this.process = process;
        this.directory = directory;
        Management = new HttpClient { BaseAddress = management };
        Management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(broker.UserInfo)));
    }

    /// <summary>Without a virtual host: <see cref="AddVhostAsync"/> gives the address to use.</summary>
    public Uri Broker { get; }

    /// <summary>The management API, for tests that look at or change queues.</summary>
    public HttpClient Management { get; }

    /// <summary>One for all tests of the run. Never stop it: start a private one for that.</summary>
    public static Task<RabbitServer> SharedAsync() => Shared.Value;

    public static async Task<RabbitServer> StartAsync()
    {
        var data = ServerProcess.NewDirectory("rabbitmq");
        var started = await ServerProcess.StartAsync("rabbitmq", data);
        var broker = new Uri($"amqp://guest:guest@127.0.0.1:{started.Ports[0]}");
        return new RabbitServer(broker, new Uri($"http://127.0.0.1:{started.Ports[1]}"), started, data);
    }

    /// <summary>A virtual host of the caller's own; answers the broker address that leads to it.</summary>
    public async Task<Uri> AddVhostAsync()
    {
        var name = $"test-{Guid.CreateVersion7():n}";
        await PutVhostAsync(name);
        vhosts.Add(name);
        return new Uri(Broker, name);
    }

    public async Task RemoveVhostAsync(Uri address)
    {
        var name = address.AbsolutePath.TrimStart('/');
        if (vhosts.Remove(name) && (process is not null || directory is null))
            (await Management.DeleteAsync($"/api/vhosts/{name}")).EnsureSuccessStatusCode();
    }

    /// <summary>Orderly. The data stays.</summary>
    public async Task StopAsync() => await End(server => server.StopAsync());

    /// <summary>By SIGKILL. The data stays.</summary>
    public async Task KillAsync() => await End(server => server.KillAsync());

    /// <summary>On the same port and data as before.</summary>
    public async Task StartAgainAsync()
    {
        if (process is not null)
            throw new InvalidOperationException("The server is running: stop or kill it first.");
        process = await ServerProcess.StartAsync("rabbitmq", OwnDirectory, Broker.Port);
    }

    /// <summary>As after the loss of the broker's disk: the virtual hosts exist again, with nothing in them.</summary>
    public async Task StartAgainWithoutDataAsync()
    {
        Directory.Delete(Path.Combine(OwnDirectory, "data"), recursive: true);
        await StartAgainAsync();
        foreach (var name in vhosts)
            await PutVhostAsync(name);
    }

    public async ValueTask DisposeAsync()
    {
        if (directory is null)
            return;
        if (process is null)
            await StartAgainAsync();
        await End(server => server.RemoveAsync());
        Management.Dispose();
    }

    private string OwnDirectory =>
        directory ?? throw new InvalidOperationException($"The server of {Variable} is not the tests' own to stop.");

    private async Task PutVhostAsync(string name)
    {
        (await Management.PutAsync($"/api/vhosts/{name}", content: null)).EnsureSuccessStatusCode();
        using var all = JsonContent.Create(new { configure = ".*", write = ".*", read = ".*" });
        var user = Broker.UserInfo.Split(':')[0];
        (await Management.PutAsync($"/api/permissions/{name}/{user}", all)).EnsureSuccessStatusCode();
    }

    private async Task End(Func<ServerProcess, Task> how)
    {
        _ = OwnDirectory;
        if (process is null)
            return;
        await how(process);
        process = null;
    }

    private static async Task<RabbitServer> OpenSharedAsync()
    {
        var named = Environment.GetEnvironmentVariable(Variable)?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return named is [var broker, var management]
            ? new RabbitServer(new Uri(broker), new Uri(management), process: null, directory: null)
            : await StartAsync();
    }
}
