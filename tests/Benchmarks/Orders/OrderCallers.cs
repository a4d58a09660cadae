using System.Diagnostics;
using System.Text.Json;

namespace Risk.Benchmarks.Orders;

/// <summary>Callers in a process of their own, so that their work and ours can be told apart.</summary>
internal static class OrderCallers
{
    /// <summary>The command of this program by which such a process is started.</summary>
    public const string Command = "order-callers";

    public static async Task<OrderLoadResult> RunAsync(OrderLoadPlan plan)
    {
        var file = Path.GetTempFileName();
        try
        {
            plan.Write(file);
            var self = typeof(OrderCallers).Assembly.Location;
            using var process = Process.Start(new ProcessStartInfo("dotnet", [self, Command, file])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                Environment = { ["DOTNET_gcServer"] = "0", ["DOTNET_TieredPGO"] = "0" },
            })!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            var result = process.ExitCode == 0
                ? JsonSerializer.Deserialize<OrderLoadResult>(output)!
                : throw new InvalidOperationException($"The callers ended with {process.ExitCode}:\n{output}");
            return result.Failed == 0
                ? result
                : throw new InvalidOperationException($"{result.Failed} of {result.Begun} orders had no verdict.");
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>What the process does: a thread for each connection.</summary>
    public static int Run(string planFile)
    {
        var plan = OrderLoadPlan.Read(planFile);
        var loads = Enumerable.Range(0, plan.Connections).Select(number => new OrderLoad(plan, number)).ToList();
        using var self = Process.GetCurrentProcess();
        var (before, watch) = (self.TotalProcessorTime, Stopwatch.StartNew());
        var threads = loads.ConvertAll(load => new Thread(() => load.Run(() => watch.Elapsed.TotalSeconds)));
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        self.Refresh();
        var all = new OrderLoadResult
        {
            Seconds = watch.Elapsed.TotalSeconds,
            ProcessorSeconds = (self.TotalProcessorTime - before).TotalSeconds,
        };
        foreach (var load in loads)
        {
            all.Add(load.Result);
            load.Dispose();
        }
        all.Waits.Sort();
        Console.WriteLine(JsonSerializer.Serialize(all));
        return 0;
    }
}
