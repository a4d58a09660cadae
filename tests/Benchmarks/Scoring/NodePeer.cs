using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Risk.Benchmarks.Scoring;

/// <summary>The decision engines of npm in a process of their own, which measures itself.</summary>
internal sealed class NodePeer : IDisposable
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Scoring", "Engines");

    private readonly Process process;

    private NodePeer(Process process) => this.process = process;

    /// <summary>With a scorecard and inputs, both as JSON files.</summary>
    public static async Task<NodePeer> StartAsync(string card, string inputs)
    {
        await InstallAsync();
        return new(Start("node", [Path.Combine(Folder, "measure.mjs"), card, inputs], readsInput: true));
    }

    /// <summary>The points that an engine gives each input.</summary>
    public async Task<int[]> AnswersAsync(string engine) =>
        JsonSerializer.Deserialize<int[]>(await AskAsync($"answers {engine}"))!;

    public async Task<double> RateAsync(string engine, int seconds) => double.Parse(
        await AskAsync(string.Create(CultureInfo.InvariantCulture, $"rate {engine} {seconds}")),
        CultureInfo.InvariantCulture);

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private async Task<string> AskAsync(string question)
    {
        await process.StandardInput.WriteLineAsync(question);
        await process.StandardInput.FlushAsync();
        return await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException($"The engines' process has ended instead of answering: {question}");
    }

    /// <summary>Once for each lock file, as it was built into the output folder.</summary>
    private static async Task InstallAsync()
    {
        var done = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (done.Exists && done.LastWriteTimeUtc > File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
            return;
        using var npm = Start("npm", ["ci", "--loglevel=error", "--no-audit", "--no-fund"], readsInput: false);
        await npm.StandardOutput.ReadToEndAsync();
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0)
            throw new InvalidOperationException($"npm ci failed in {Folder}");
    }

    private static Process Start(string program, IEnumerable<string> arguments, bool readsInput)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = Folder,
                UseShellExecute = false,
                RedirectStandardInput = readsInput,
                RedirectStandardOutput = true,
            })!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"{program} is missing: install Node 20 with npm", missing);
        }
    }
}
