using System.Diagnostics;
using Risk.Client;

namespace Risk.Benchmarks.Measuring;

/// <summary>
/// Callers in this process, for calls that each need a message of their own: one after the other, 64 at once over 4
/// connections.
/// </summary>
internal static class CallerLoad
{
    private const int Connections = 4;
    private const int Callers = 64;

    public static readonly TimeSpan Time = TimeSpan.FromSeconds(4);

    /// <summary>Calls a second; each call gets a connection and numbers at random.</summary>
    public static async Task<double> RunAsync(Func<RiskClient> connect, Func<RiskClient, Random, Task> call)
    {
        var clients = Enumerable.Range(0, Connections).Select(_ => connect()).ToArray();
        try
        {
            var watch = Stopwatch.StartNew();
            var calls = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
            {
                var (random, done) = (new Random(caller), 0);
                for (; watch.Elapsed < Time; done++)
                    await call(clients[caller % Connections], random);
                return done;
            })));
            return calls.Sum() / watch.Elapsed.TotalSeconds;
        }
        finally
        {
            foreach (var client in clients)
                client.Dispose();
        }
    }
}
