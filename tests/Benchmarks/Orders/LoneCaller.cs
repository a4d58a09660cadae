using Risk.Benchmarks.Measuring;

namespace Risk.Benchmarks.Orders;

/// <summary>What a lone caller waits for, against a lone transaction of the same statements.</summary>
internal sealed class LoneCaller : IBenchmark
{
    private const int Seconds = 4;
    private const int Count = 5;

    public string Name => "lone";

    public string Aim => "p50 of one caller of CheckOrder over gRPC, fsync on, against the p50 of one connection that "
        + "runs the same statements, one order a transaction (aim <= 1.5)";

    public async Task<string> RunAsync()
    {
        await using var house = await OrderHouse.OpenAsync();
        var rounds = new List<(double Ours, double Yardstick)>();
        for (var round = 0; round <= Count; round++)
        {
            var ours = await house.CheckAsync(callers: 1, Seconds);
            var same = await house.SameStatementsAsync(connections: 1, TimeSpan.FromSeconds(Seconds), house.Anybody);
            if (round > 0)
                rounds.Add((ours.Result.WaitAt(0.5), same.P50));
        }

        var (_, simple) = await house.Pgbench.SimpleUpdateAsync(clients: 1, Seconds);
        var ratios = rounds.Select(r => r.Ours / r.Yardstick).Order().ToArray();
        return $"  ours p50  {OrderHouse.Said(Rounds.Median(rounds.Select(r => r.Ours)))}\n"
            + $"  yardstick {OrderHouse.Said(Rounds.Median(rounds.Select(r => r.Yardstick)))}\n"
            + $"  ratio     {ratios[Count / 2]:0.00} (least {ratios[0]:0.00}, most {ratios[^1]:0.00})\n"
            + $"  one client of pgbench -N, which does fewer statements: {OrderHouse.Said(simple)} on average";
    }
}
