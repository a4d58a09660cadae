using System.Globalization;
using System.Runtime.InteropServices;

namespace Risk.Standalone.Database;

/// <summary>
/// What postmaster.pid says of the server on a cluster: its process, and whether it takes connections.
/// </summary>
internal static partial class PostmasterFile
{
    private const int StatusLine = 7;
    private const int SignalInterrupt = 2;
    private const int SignalKill = 9;

    /// <summary>The process that serves the cluster; null when there is none, whatever the file says.</summary>
    public static int? Serving(string cluster)
    {
        var lines = Read(cluster);
        if (lines.Length == 0 || !int.TryParse(lines[0], CultureInfo.InvariantCulture, out var pid))
            return null;
        // The number may have passed on to another program since the machine or the server died.
        var command = $"/proc/{pid}/cmdline";
        try
        {
            return File.Exists(command) && File.ReadAllText(command).Contains(cluster, StringComparison.Ordinal)
                ? pid : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public static bool IsReady(string cluster) =>
        Read(cluster) is { Length: > StatusLine } lines && lines[StatusLine].Trim() is "ready";

    public static void Remove(string cluster) => File.Delete(PathOf(cluster));

    /// <summary>Ends the server at once but in order: open transactions are rolled back, the rest is written.</summary>
    public static void StopFast(int pid) => Kill(pid, SignalInterrupt);

    /// <summary>As a power cut would: the next start recovers what was committed.</summary>
    public static void Kill(int pid) => Kill(pid, SignalKill);

    private static string PathOf(string cluster) => Path.Combine(cluster, "postmaster.pid");

    private static string[] Read(string cluster)
    {
        try
        {
            return File.ReadAllLines(PathOf(cluster));
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
