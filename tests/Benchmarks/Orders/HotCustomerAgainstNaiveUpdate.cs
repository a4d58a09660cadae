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
        var (hot, approved) = (house.CustomerIds[0], 0);
        var compared = await Rounds.CompareAsync(
            "orders/s",
            async () =>
            {
                var round = await house.CheckAsync(Callers, TimeSpan.FromSeconds(Seconds), _ => hot);
                approved += round.Approved;
                return round.Rate;
            },
            () => house.Pgbench.HotRowAsync(Callers, Seconds));
        await using var command = house.Database.CreateCommand(
            "SELECT sum(reserved) FROM exposures WHERE customer_id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = hot });
        var reserved = (decimal)(await command.ExecuteScalarAsync())!;
        return $"{compared}\n  reserved {reserved:N2}, told as approved {approved:N2}: "
            + (reserved == approved ? "equal to the cent" : "THEY DIFFER");
    }
}
