using System.Diagnostics;
using System.Globalization;

namespace Risk.Testing;

/// <summary>A server that runs under server.sh: it ends with this process, however this process ends.</summary>
internal sealed class ServerProcess
{
    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan EndTimeMax = TimeSpan.FromSeconds(30);

    private readonly Process shell;

    private ServerProcess(Process process, int[] ports)
    {
        shell = process;
        Ports = ports;
    }

    public IReadOnlyList<int> Ports { get; }

    public static async Task<ServerProcess> StartAsync(
        string kind, string directory, int port = 0, bool durable = false)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Servers", "server.sh");
        var start = new ProcessStartInfo("bash")
        {
            ArgumentList = { script, kind, directory, port.ToString(CultureInfo.InvariantCulture) },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (durable)
            start.ArgumentList.Add("durable");
        var process = Process.Start(start) ?? throw new InvalidOperationException("bash did not start");
        var errors = process.StandardError.ReadToEndAsync();
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(StartTimeMax);
        if (line is null)
            throw new InvalidOperationException($"No {kind} for the tests: {await errors}");
        return new ServerProcess(process, [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(text => int.Parse(text, CultureInfo.InvariantCulture))]);
    }

    public static string NewDirectory(string kind) =>
        Path.Combine(Path.GetTempPath(), $"risk-{kind}-{Guid.CreateVersion7():n}");

    /// <summary>Orderly, keeping the data.</summary>
    public Task StopAsync() => EndAsync("stop");

    /// <summary>By SIGKILL, keeping the data.</summary>
    public Task KillAsync() => EndAsync("kill");

    /// <summary>Ends the server and removes its data.</summary>
    public Task RemoveAsync() => EndAsync(order: null);

    private async Task EndAsync(string? order)
    {
        if (!shell.HasExited)
        {
            if (order is not null)
                await shell.StandardInput.WriteLineAsync(order);
            shell.StandardInput.Close();
            await shell.WaitForExitAsync().WaitAsync(EndTimeMax);
        }
        shell.Dispose();
    }
}
