using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Risk.Benchmarks.Measuring;

/// <summary>
/// Processor time of this process and of a Postgres server on this machine (0 when it is elsewhere), from /proc:
/// unlike the rate it does not depend on what else the machine does.
/// </summary>
internal sealed class ProcessorTime
{
    private const int ParentField = 1, UserField = 11, ReapedSystemField = 14;
    private const double TicksPerSecond = 100;

    private readonly int postmaster;
    private readonly TimeSpan ownBefore;
    private readonly double serverBefore;

    private ProcessorTime(int postmaster)
    {
        this.postmaster = postmaster;
        ownBefore = Own();
        serverBefore = Server();
    }

    public static async Task<ProcessorTime> StartAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("SELECT pg_backend_pid()");
        var backend = (int)(await command.ExecuteScalarAsync())!;
        return new ProcessorTime(Fields(backend) is { Length: > 0 } fields ? (int)fields[ParentField] : 0);
    }

    /// <summary>Seconds since the start: of this process, and of the server with all its backends.</summary>
    public (double Own, double Server) Spent => ((Own() - ownBefore).TotalSeconds, Server() - serverBefore);

    private static TimeSpan Own()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }

    private double Server()
    {
        if (postmaster == 0)
            return 0;
        var ticks = TicksOf(Fields(postmaster));
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var pid)
                && Fields(pid) is { Length: > 0 } fields && (int)fields[ParentField] == postmaster)
            {
                ticks += TicksOf(fields);
            }
        }
        return ticks / TicksPerSecond;
    }

    /// <summary>With those of children that have ended.</summary>
    private static double TicksOf(long[] fields) => fields[UserField..(ReapedSystemField + 1)].Sum();

    /// <summary>What follows the name, whose state is no number; empty when the process has ended.</summary>
    private static long[] Fields(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return [.. text[(text.LastIndexOf(')') + 2)..].Split(' ')
                .Select(field => long.TryParse(field, CultureInfo.InvariantCulture, out var number) ? number : 0)];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
