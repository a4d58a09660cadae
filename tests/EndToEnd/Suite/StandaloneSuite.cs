using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Npgsql;
using Risk.Client;
using Shouldly;

namespace Risk.EndToEnd.Tests.Suite;

/// <summary>
/// The whole suite as a process of its own, on data and a Postgres of its own: it can be killed and started again, and
/// ends with the tests however they end.
/// </summary>
public sealed class StandaloneSuite : IAsyncDisposable
{
    private static readonly TimeSpan ReadyTimeMax = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan EndTimeMax = TimeSpan.FromSeconds(45);

    private readonly string[] settings;
    private OwnedProcess? suite;
    private RiskClient? client;

    private StandaloneSuite(string[] settings)
    {
        this.settings = settings;
        using var probe = new TcpListener(System.Net.IPAddress.Loopback, 0);
        probe.Start();
        Address = new Uri($"http://127.0.0.1:{((System.Net.IPEndPoint)probe.LocalEndpoint).Port}");
        Http = new HttpClient { BaseAddress = Address };
    }

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "Risk.Standalone.dll");

    public Uri Address { get; }

    public HttpClient Http { get; }

    public string DataDirectory { get; } = Path.Combine(Path.GetTempPath(), $"risk-suite-{Guid.CreateVersion7():n}");

    /// <summary>Holds every role.</summary>
    public string ApiKey => File.ReadAllText(Path.Combine(DataDirectory, "bootstrap.key")).Trim();

    public RiskClient Client => client ??= new RiskClient(new RiskClientOptions { Address = Address, ApiKey = ApiKey });

    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    public long MemoryBytes => Running.MemoryBytes;

    /// <summary>Of its Postgres while that runs, as the owner of its data.</summary>
    public string DatabaseConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = Postmaster[4],
        Port = int.Parse(Postmaster[3], CultureInfo.InvariantCulture),
        Username = "risk_owner",
        Password = File.ReadAllText(Path.Combine(DataDirectory, "postgres.key")).Trim(),
        Database = "risk",
        Pooling = false,
    }.ConnectionString;

    /// <summary>The lines of its Postgres' own file: process, data, start, port, folder of the socket.</summary>
    private string[] Postmaster => File.ReadAllLines(
        Directory.EnumerateFiles(DataDirectory, "postmaster.pid", SearchOption.AllDirectories).Single());

    private string LogFile => Path.Combine(DataDirectory, "test.log");

    private OwnedProcess Running => suite ?? throw new InvalidOperationException("The suite is not running.");

    /// <param name="settings">Such as <c>--Limits:RequestsPerSecond=100000</c>.</param>
    public static async Task<StandaloneSuite> StartAsync(params string[] settings)
    {
        var started = new StandaloneSuite(settings);
        Directory.CreateDirectory(started.DataDirectory);
        await started.StartAgainAsync();
        started.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", started.ApiKey);
        return started;
    }

    /// <summary>On the same data and port as before; answers how long it took until it was ready.</summary>
    public async Task<TimeSpan> StartAgainAsync()
    {
        if (suite is not null)
            throw new InvalidOperationException("The suite is running: kill or stop it first.");
        var watch = Stopwatch.StartNew();
        suite = await OwnedProcess.StartAsync(
            LogFile, [Program, $"--Standalone:Data={DataDirectory}", $"--Http:Port={Address.Port}", .. settings]);
        while (!await IsReadyAsync())
        {
            suite.HasExited.ShouldBeFalse($"The suite ended while starting:\n{Log}");
            watch.Elapsed.ShouldBeLessThan(ReadyTimeMax, $"The suite is not ready:\n{Log}");
            await Task.Delay(50);
        }
        return watch.Elapsed;
    }

    /// <summary>By SIGKILL. Its Postgres may live on; the next start has to deal with it.</summary>
    public async Task KillAsync()
    {
        await Running.KillAsync();
        End();
    }

    /// <summary>By SIGTERM, as an operator stops it.</summary>
    public async Task StopAsync()
    {
        await Running.StopAsync();
        End();
    }

    /// <summary>Kills the suite's own Postgres by SIGKILL, as a power cut would; the suite runs on.</summary>
    public async Task KillPostgresAsync()
    {
        using var postgres = Process.GetProcessById(int.Parse(Postmaster[0], CultureInfo.InvariantCulture));
        postgres.Kill();
        await postgres.WaitForExitAsync().WaitAsync(EndTimeMax);
    }

    public async ValueTask DisposeAsync()
    {
        if (suite is null)
            await StartAgainAsync();
        await StopAsync();
        client?.Dispose();
        Http.Dispose();
        Directory.Delete(DataDirectory, recursive: true);
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void End()
    {
        suite?.Dispose();
        suite = null;
    }
}
