using Risk.Benchmarks.Measuring;

namespace Risk.Benchmarks.Orders;

/// <summary>What a lone caller waits for, against a lone transaction.</summary>
internal sealed class LoneCallerAgainstPgbench : IBenchmark
{
    private const int Seconds = 4;
    private const int Count = 5;

    public string Name => "lone";

    public string Aim => "p50 of one caller of CheckOrder over gRPC, fsync on, against the mean latency of one "
        + "pgbench -N client on the same server; lower is better (pgbench -N does fewer statements)";

    public async Task<string> RunAsync()
    {
        await using var house = await OrderHouse.OpenAsync();
        var rounds = new List<(double Ours, double Yardstick)>();
        for (var round = 0; round <= Count; round++)
        {
            var (_, p50, _, _) = await house.CheckAsync(
                callers: 1, TimeSpan.FromSeconds(Seconds),
                random => house.CustomerIds[random.Next(OrderHouse.Customers)]);
            var (_, latency) = await house.Pgbench.SimpleUpdateAsync(clients: 1, Seconds);
            if (round > 0)
                rounds.Add((p50, latency));
        }
        var ratios = rounds.Select(r => r.Ours / r.Yardstick).Order().ToArray();
        return $"  ours p50  {OrderHouse.Said(Rounds.Median(rounds.Select(r => r.Ours)))}\n"
            + $"  yardstick {OrderHouse.Said(Rounds.Median(rounds.Select(r => r.Yardstick)))}\n"
            + $"  ratio     {ratios[Count / 2]:0.00} (least {ratios[0]:0.00}, most {ratios[^1]:0.00})";
    }
}
