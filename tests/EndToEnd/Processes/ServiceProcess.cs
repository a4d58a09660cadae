using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Risk.EndToEnd.Tests.Suite;
using Shouldly;

namespace Risk.EndToEnd.Tests.Processes;

/// <summary>One instance of a service in a process of its own; it keeps its port when it is started again.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan ReadyTimeMax = TimeSpan.FromSeconds(90);

    private readonly HttpClient http;
    private readonly string[] settings;
    private OwnedProcess? process;

    public ServiceProcess(string service, string directory, IEnumerable<string> settings)
    {
        Service = service;
        Port = FreePort();
        LogFile = Path.Combine(directory, $"{service}.{Port}.log");
        this.settings = [.. settings, "--Http:Address=127.0.0.1", $"--Http:Port={Port}", "--Http:StopSeconds=10"];
        http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port}") };
    }

    public string Service { get; }

    public int Port { get; }

    public bool IsRunning => process is { HasExited: false };

    public string LogFile { get; }

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public async Task StartAsync()
    {
        if (process is not null)
            throw new InvalidOperationException("It is running: kill or stop it first.");
        process = await OwnedProcess.StartAsync(LogFile, [DllOf(Service), .. settings]);
    }

    public async Task UntilReadyAsync()
    {
        var watch = Stopwatch.StartNew();
        while (!await IsReadyAsync())
        {
            (process?.HasExited).ShouldBe(false, $"{Service} ended while starting:\n{Log}");
            watch.Elapsed.ShouldBeLessThan(ReadyTimeMax, $"{Service} is not ready:\n{Log}");
            await Task.Delay(50);
        }
    }

    public async Task KillAsync()
    {
        await (process?.KillAsync() ?? Task.CompletedTask);
        End();
    }

    public async Task StopAsync()
    {
        await (process?.StopAsync() ?? Task.CompletedTask);
        End();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        http.Dispose();
    }

    private static string DllOf(string service) =>
        Path.Combine(AppContext.BaseDirectory, $"Risk.{char.ToUpperInvariant(service[0])}{service[1..]}.dll");

    private string Log => File.Exists(LogFile) ? string.Join('\n', File.ReadLines(LogFile).TakeLast(40)) : "";

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void End()
    {
        process?.Dispose();
        process = null;
    }
}
