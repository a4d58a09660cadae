using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Risk.Benchmarks.Scoring;

/// <summary>A script of Debian's Python, which measures itself and prints numbers.</summary>
internal static class PythonPeer
{
    public static async Task<double[]> AskAsync(string script, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", script, .. arguments])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return process.ExitCode == 0
                ? [.. (await output).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                    .Select(n => double.Parse(n, CultureInfo.InvariantCulture))]
                : throw new InvalidOperationException(
                    $"apt-get install python3-xgboost python3-sklearn:\n{await errors}");
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException("/usr/bin/python3 is missing", missing);
        }
    }
}
