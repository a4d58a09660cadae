using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Risk.Testing;
using Shouldly;

namespace Risk.EndToEnd.Tests.Outsiders;

/// <summary>The subscriber that contracts/README.md shows, taken from there and run by node as it stands.</summary>
internal sealed partial class ReadmeSubscriber : IAsyncDisposable
{
    private static readonly TimeSpan LineTimeMax = TimeSpan.FromSeconds(60);
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "contracts", "README.md"));
    private static readonly string Packages = Path.Combine(Repository.Root, "tests/EndToEnd/Clients/node_modules");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("risk-subscriber-");
    private readonly Dictionary<string, string> settings;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly ConcurrentQueue<string> errors = new();
    private Process? node;

    public ReadmeSubscriber(Uri broker, Uri api, string key)
    {
        Directory.Exists(Packages).ShouldBeTrue("run npm ci in tests/EndToEnd/Clients");
        settings = new(StringComparer.Ordinal)
        {
            ["BROKER"] = broker.ToString(),
            ["API"] = api.ToString().TrimEnd('/'),
            ["KEY"] = key,
            ["QUEUE"] = Queue,
        };
        File.WriteAllText(Path.Combine(folder.FullName, "subscriber.mjs"), Code().Match(Readme).Groups["code"].Value);
        Directory.CreateSymbolicLink(Path.Combine(folder.FullName, "node_modules"), Packages);
    }

    public static string Queue => "crm-risk";

    /// <summary>What the README lets a subscriber do at the broker: configure, write, read.</summary>
    public static (string Configure, string Write, string Read) Permissions
    {
        get
        {
            var said = Permission().Match(Readme);
            return (said.Groups["configure"].Value, said.Groups["write"].Value, said.Groups["read"].Value);
        }
    }

    /// <summary>With which keys the README lets a subscriber read from the exchange, and write to it.</summary>
    public static (string Write, string Read) Topics
    {
        get
        {
            var said = Topic().Match(Readme);
            return (said.Groups["write"].Value, said.Groups["read"].Value);
        }
    }

    /// <summary>What it has printed since it was started last.</summary>
    public IReadOnlyCollection<string> Lines => lines;

    public void Start()
    {
        lines.Clear();
        var start = new ProcessStartInfo("node", ["subscriber.mjs"])
        {
            WorkingDirectory = folder.FullName,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        node = new Process { StartInfo = start };
        node.OutputDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        node.ErrorDataReceived += (_, line) => errors.Enqueue(line.Data ?? "");
        node.Start();
        node.BeginOutputReadLine();
        node.BeginErrorReadLine();
    }

    /// <summary>Returns when there is a line with these texts in this order.</summary>
    public async Task SaysAsync(string text, string end = "")
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (lines.Any(line => line.Contains(text, StringComparison.Ordinal)
                && line.EndsWith(end, StringComparison.Ordinal)))
                return;
            watch.Elapsed.ShouldBeLessThan(
                LineTimeMax, $"'{text}…{end}' was not said, but {string.Join('\n', lines.Concat(errors))}");
            await Task.Delay(50);
        }
    }

    public async Task KillAsync()
    {
        if (node is null)
            return;
        node.Kill();
        await node.WaitForExitAsync();
        node.Dispose();
        node = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        folder.Delete(recursive: true);
    }

    [GeneratedRegex("```js\n(?<code>// subscriber.mjs\n.*?)```",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Code();

    [GeneratedRegex("set_permissions -p risk crm '(?<configure>[^']+)' '(?<write>[^']+)' '(?<read>[^']+)'",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Permission();

    [GeneratedRegex(@"set_topic_permissions -p risk crm risk\.events '(?<write>[^']+)' '(?<read>[^']+)'",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Topic();
}
