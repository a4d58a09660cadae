using Npgsql;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Orders;

/// <summary>Holds that are checked again and still wait, read under the lock of their customers.</summary>
internal sealed class OpenHolds : Dictionary<Guid, OpenHold>
{
    public static void AddQuery(NpgsqlBatch batch, IReadOnlyList<OrderCall> calls)
    {
        var named = calls.Select(c => c.HoldId).OfType<Guid>().ToArray();
        batch.Add("SELECT hold_id, amount, currency_code FROM holds WHERE hold_id = ANY ($1) AND state = 1")
            .With(named);
    }

    public async Task ReadAsync(NpgsqlDataReader reader)
    {
        while (await reader.ReadAsync())
            this[reader.GetGuid(0)] = new(reader.GetGuid(0), reader.GetDecimal(1), reader.GetString(2));
    }
}
