using System.Diagnostics;
using System.Globalization;

namespace Risk.EndToEnd.Tests.Suite;

/// <summary>A program of ours in a process of its own, which ends with the tests however they end.</summary>
internal sealed class OwnedProcess : IDisposable
{
    // Says the number of the program's process, and ends it when the tests close its input or die.
    private const string Starter =
        """
        dotnet "$@" >>"$LOG" 2>&1 </dev/null &
        echo $!
        cat >/dev/null
        kill -TERM $! 2>/dev/null
        wait $!
        """;

    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndTimeMax = TimeSpan.FromSeconds(45);

    private readonly Process starter;
    private readonly Process program;

    private OwnedProcess(Process starter, Process program) => (this.starter, this.program) = (starter, program);

    public bool HasExited => program.HasExited;

    public long MemoryBytes
    {
        get
        {
            program.Refresh();
            return program.WorkingSet64;
        }
    }

    /// <param name="program">A dll, and after it its arguments.</param>
    public static async Task<OwnedProcess> StartAsync(string log, params string[] program)
    {
        var starter = Process.Start(new ProcessStartInfo("bash", ["-c", Starter, "starter", .. program])
        {
            Environment = { ["LOG"] = log },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var number = await starter.StandardOutput.ReadLineAsync().WaitAsync(StartTimeMax);
        return new(starter, Process.GetProcessById(int.Parse(number!, CultureInfo.InvariantCulture)));
    }

    /// <summary>By SIGKILL.</summary>
    public async Task KillAsync()
    {
        program.Kill();
        await EndAsync();
    }

    /// <summary>By SIGTERM, as an operator stops it.</summary>
    public async Task StopAsync()
    {
        starter.StandardInput.Close();
        await EndAsync();
    }

    public void Dispose()
    {
        starter.Dispose();
        program.Dispose();
    }

    private async Task EndAsync()
    {
        await program.WaitForExitAsync().WaitAsync(EndTimeMax);
        starter.StandardInput.Close();
        await starter.WaitForExitAsync().WaitAsync(EndTimeMax);
    }
}
