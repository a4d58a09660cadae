using System.Globalization;
using Npgsql;

namespace Risk.Benchmarks.Measuring;

/// <summary>
/// Processor time of this process and of its Postgres server: what a call costs, however busy the machine is with other
/// things. Only Linux tells it.
/// </summary>
internal sealed class CpuTime
{
    private const double TicksPerSecond = 100;
    private const int Parent = 1;
    private static readonly Range Own = 11..13;
    private static readonly Range OwnAndEnded = 11..15;

    private readonly int server;

    private CpuTime(int server) => this.server = server;

    public static async Task<CpuTime> OfAsync(NpgsqlDataSource database)
    {
        await using var backend = database.CreateCommand("SELECT pg_backend_pid()");
        var fields = Fields((int)(await backend.ExecuteScalarAsync())!);
        return new(fields.Length == 0 ? 0 : int.Parse(fields[Parent], CultureInfo.InvariantCulture));
    }

    /// <summary>In seconds since they were started.</summary>
    public (double Own, double Postgres) Now()
    {
        if (!OperatingSystem.IsLinux())
            return default;
        var backends = Directory.EnumerateDirectories("/proc")
            .Select(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var id) ? Fields(id) : [])
            .Where(f => f.Length > 0 && int.Parse(f[Parent], CultureInfo.InvariantCulture) == server);
        return (Seconds(Fields(Environment.ProcessId), Own),
            Seconds(Fields(server), OwnAndEnded) + backends.Sum(f => Seconds(f, Own)));
    }

    private static double Seconds(string[] fields, Range which) => fields.Length == 0
        ? 0
        : fields[which].Sum(f => double.Parse(f, CultureInfo.InvariantCulture)) / TicksPerSecond;

    /// <summary>Those after the name; none of a process that has just ended.</summary>
    private static string[] Fields(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
