using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Risk.Client;

namespace Risk.Alerting.Tests;

/// <summary>The service as a process of its own, on the database and broker of a fixture: it can be killed.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan ReadyTimeMax = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private ServiceProcess(Process process, Uri address, string apiKey)
    {
        this.process = process;
        Client = new(new RiskClientOptions { Address = address, ApiKey = apiKey, RetriesMax = 0 });
    }

    public RiskClient Client { get; }

    public static async Task<ServiceProcess> StartAsync(AlertingFixture first)
    {
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Risk.Alerting.dll")])
        {
            UseShellExecute = false,
        };
        foreach (var (key, value) in first.Settings.Where(s => s.Value is not null))
            start.Environment["RISK__" + key.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["RISK__Http__Port"] = port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var address = new Uri($"http://127.0.0.1:{port}");
        var process = Process.Start(start)!;
        await ReadyAsync(process, address);
        return new ServiceProcess(process, address, first.ApiKey);
    }

    /// <summary>By SIGKILL: nothing is finished, nothing is told.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    private static async Task ReadyAsync(Process process, Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (process.HasExited || watch.Elapsed > ReadyTimeMax)
                throw new InvalidOperationException($"The service is not ready; exited: {process.HasExited}.");
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
            await Task.Delay(50);
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
