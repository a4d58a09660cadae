using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace Risk.Benchmarks.Orders;

/// <summary>Postgres' own yardstick, on the server that ours runs on.</summary>
internal sealed partial class Pgbench
{
    private const string Naive =
        "UPDATE naive SET exposure = exposure + 1 WHERE id = 1 AND exposure + 1 <= credit_limit;";

    private readonly NpgsqlConnectionStringBuilder server;

    private Pgbench(NpgsqlConnectionStringBuilder server) => this.server = server;

    public static async Task<Pgbench> PrepareAsync(string connection)
    {
        var bench = new Pgbench(new(connection));
        await bench.RunAsync("-i", "-q", "-s", "10");
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(
            "DROP TABLE IF EXISTS naive; CREATE TABLE naive ("
            + "id int PRIMARY KEY, exposure numeric(22, 4), credit_limit numeric(22, 4)); "
            + "INSERT INTO naive VALUES (1, 0, 1000000000000)");
        await command.ExecuteNonQueryAsync();
        return bench;
    }

    /// <summary>Transactions a second of the simple update, prepared, and the mean latency in milliseconds.</summary>
    public async Task<(double Rate, double Milliseconds)> SimpleUpdateAsync(int clients, int seconds) =>
        Read(await RunAsync("-N", "-M", "prepared", "-c", Text(clients), "-j", "2", "-T", Text(seconds)));

    /// <summary>A conditional update of one row, by as many clients.</summary>
    public async Task<double> HotRowAsync(int clients, int seconds)
    {
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, Naive);
            return Read(await RunAsync("-n", "-f", script, "-M", "prepared", "-c", Text(clients), "-j", "2", "-T",
                Text(seconds))).Rate;
        }
        finally
        {
            File.Delete(script);
        }
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("pgbench", arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PGHOST"] = server.Host,
                ["PGPORT"] = Text(server.Port),
                ["PGUSER"] = server.Username,
                ["PGPASSWORD"] = server.Password ?? "",
                ["PGDATABASE"] = server.Database,
                ["PATH"] = Environment.GetEnvironmentVariable("PATH") + ":" + string.Join(':', Folders()),
            },
        };
        start.FileName = Folders().Select(f => Path.Combine(f, "pgbench")).FirstOrDefault(File.Exists) ?? "pgbench";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"pgbench failed: {await errors}");
    }

    private static string[] Folders() => Directory.Exists("/usr/lib/postgresql")
        ? [.. Directory.GetDirectories("/usr/lib/postgresql").Select(d => d + "/bin")]
        : [];

    private static (double Rate, double Milliseconds) Read(string output) =>
        (Number(Rate().Match(output)), Number(Latency().Match(output)));

    private static double Number(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("tps = ([0-9.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex("latency average = ([0-9.]+) ms")]
    private static partial Regex Latency();
}
