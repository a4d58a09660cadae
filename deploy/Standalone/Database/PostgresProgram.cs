using System.Diagnostics;
using System.Globalization;
using Risk.ServiceDefaults.Hosting;

namespace Risk.Standalone.Database;

/// <summary>The programs of Postgres on this machine, run as a user that Postgres accepts: it refuses root.</summary>
internal sealed class PostgresProgram
{
    private const string User = "postgres";
    private readonly string folder;

    public PostgresProgram(string configured) => folder = configured.Length > 0 ? configured : Newest();

    public static bool IsRoot => Environment.IsPrivilegedProcess;

    /// <summary>Runs a shell line as the database's user; the values are its $1, $2 and so on.</summary>
    public Process Start(string line, string log, params string[] values)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            WorkingDirectory = "/"
        };
        // In a session of its own: Ctrl+C at the terminal is for the suite, which stops the database last.
        string[] before = IsRoot
            ? ["setsid", "runuser", "-u", User, "--", "/bin/sh", "-c"] : ["setsid", "/bin/sh", "-c"];
        foreach (var part in (string[])["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1", "sh", log, .. before,
            $"PATH=\"{folder}:$PATH\"; {line}", "sh", .. values])
            start.ArgumentList.Add(part);
        return Process.Start(start)!;
    }

    public async Task RunAsync(string line, string log, string input, params string[] values)
    {
        using var process = Start(line, log, values);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new StartException($"The private database could not be set up; the reason is at the end of {log}.");
    }

    /// <summary>Gives a folder to the database's user, when that is another than ours.</summary>
    public static async Task HandOverAsync(string path)
    {
        if (!IsRoot)
            return;
        using var process = Process.Start("chown", [$"{User}:", path]);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new StartException(
                $"There is no user '{User}' to run the private database as; Postgres refuses root.");
    }

    /// <summary>Whether the database's user can reach a folder through all that are above it.</summary>
    public static bool CanReach(string path)
    {
        if (!IsRoot)
            return true;
        for (var above = new DirectoryInfo(path).Parent; above is not null; above = above.Parent)
        {
            if ((above.UnixFileMode & UnixFileMode.OtherExecute) == UnixFileMode.None)
                return false;
        }
        return true;
    }

    private static string Newest()
    {
        var installed = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        var folders = installed
            .OrderByDescending(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var v) ? v : 0)
            .Select(d => Path.Combine(d, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'));
        return folders.FirstOrDefault(f => File.Exists(Path.Combine(f, "initdb"))
            && File.Exists(Path.Combine(f, "postgres")))
            ?? throw new StartException(
                "Postgres is not installed on this machine (Debian: apt-get install postgresql). "
                + "Or name the folder of its programs in Standalone:PostgresBin, or a database in Database:Owner.");
    }
}
