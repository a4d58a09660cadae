using System.Globalization;
using Npgsql;
using Risk.Benchmarks.Measuring;

namespace Risk.Benchmarks.Orders;

/// <summary>One customer whom everybody orders for, against a conditional update of one row.</summary>
internal sealed class HotCustomerAgainstNaiveUpdate : IBenchmark
{
    private const int Callers = 64;
    private const int Seconds = 4;

    public string Name => "hot";

    public string Aim => "CheckOrder of one customer by 64 callers over gRPC, fsync on, against the naive conditional "
        + "UPDATE of one row by 64 pgbench clients on the same server (aim >= 8); nothing is over-reserved";

    public async Task<string> RunAsync()
    {
        await using var house = await OrderHouse.OpenAsync();
        var (hot, rounds) = (house.CustomerIds[0], new List<OrderRound>());
        var compared = await Rounds.CompareAsync(
            "orders/s",
            async () =>
            {
                rounds.Add(await house.CheckAsync(Callers, Seconds, hot));
                return rounds[^1].Result.Rate;
            },
            () => house.Pgbench.HotRowAsync(Callers, Seconds));
        return $"{compared}\n{OrderRound.Said(rounds[1..])}\n{await MeetLimitAsync(house, hot, rounds)}";
    }

    /// <summary>Once more, with a limit that the customer meets in the middle of the round.</summary>
    private static async Task<string> MeetLimitAsync(OrderHouse house, Guid hot, List<OrderRound> rounds)
    {
        var approved = rounds.Sum(r => r.Result.Approved);
        var limit = approved + (int)(Rounds.Median(rounds.Select(r => r.Result.Rate)) * Seconds / 4);
        await house.LimitAsync(hot, limit);
        var last = await house.CheckAsync(Callers, Seconds, hot);
        approved += last.Result.Approved;
        var reserved = await ReservedAsync(house, hot);
        var isKept = reserved == approved && reserved == limit && last.Result.Held > 0;
        var outcome = isKept ? "equal to the cent" : "THEY DIFFER";
        return string.Create(CultureInfo.InvariantCulture, $"""
              limit met: {last.Result.Approved:N0} approved, {last.Result.Held:N0} held in the round in which it was
              limit {limit:N2}, told as approved {approved:N2}, reserved {reserved:N2}: {outcome}
            """);
    }

    /// <summary>By the balance and by the sum of the reservations, which must be the same.</summary>
    private static async Task<decimal> ReservedAsync(OrderHouse house, Guid hot)
    {
        await using var command = house.Database.CreateCommand(
            "SELECT e.reserved FROM exposures e WHERE e.customer_id = $1 AND e.reserved = (SELECT sum(r.amount) "
            + "FROM reservations r WHERE r.customer_id = $1 AND r.state = 1)");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = hot });
        return await command.ExecuteScalarAsync() is decimal reserved ? reserved : -1;
    }
}
