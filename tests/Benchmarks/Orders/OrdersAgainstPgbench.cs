using Risk.Benchmarks.Measuring;

namespace Risk.Benchmarks.Orders;

/// <summary>Order checks by 64 callers on 10,000 customers, against the simple update of as many clients.</summary>
internal sealed class OrdersAgainstPgbench : IBenchmark
{
    private const int Callers = 64;
    private const int Seconds = 4;

    public string Name => "orders";

    public string Aim => "CheckOrder at 64 callers over gRPC, 10,000 customers, fsync on, against pgbench -N prepared "
        + "at 64 clients on the same server (aim >= 3); p99 by p50 in an open loop at half that rate (aim <= 10)";

    public async Task<string> RunAsync()
    {
        await using var house = await OrderHouse.OpenAsync();
        var rounds = new List<OrderRound>();
        var compared = await Rounds.CompareAsync(
            "orders/s",
            async () =>
            {
                rounds.Add(await house.CheckAsync(Callers, Seconds));
                return rounds[^1].Result.Rate;
            },
            async () => (await house.Pgbench.SimpleUpdateAsync(Callers, Seconds)).Rate);
        var same = await Rounds.CompareAsync(
            "orders/s",
            async () => (await house.CheckAsync(Callers, Seconds)).Result.Rate,
            async () => (await house.SameStatementsAsync(Callers, TimeSpan.FromSeconds(Seconds), house.Anybody)).Rate);
        var half = Rounds.Median(rounds.Select(r => r.Result.Rate)) / 2;
        var open = (await house.CheckAtRateAsync(half, Seconds * 2)).Result;
        var (p50, p99) = (open.WaitAt(0.5), open.WaitAt(0.99));
        return $"{compared}\n{OrderRound.Said(rounds[1..])}\n"
            + $"  against our own statements by {Callers} connections, one order a transaction (aim >= 1):\n{same}\n"
            + $"  open loop at {half:N0} a second: p50 {OrderHouse.Said(p50)}, "
            + $"p99 {OrderHouse.Said(p99)}, ratio {p99 / p50:0.0}";
    }
}
