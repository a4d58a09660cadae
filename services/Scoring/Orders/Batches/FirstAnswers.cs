using Npgsql;
using NpgsqlTypes;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Orders;

/// <summary>What repeated requests were answered first, by caller and request id.</summary>
internal sealed class FirstAnswers : Dictionary<(string Caller, string RequestId), (byte[] Hash, byte[] Response)>
{
    public static void AddQuery(NpgsqlBatch batch, IReadOnlyList<OrderCall> calls)
    {
        var keyed = calls.Where(c => c.RequestId.Length > 0).ToList();
        batch.Add("SELECT caller, request_id, request_hash, response FROM unnest($1::text[], $2::text[]) "
            + "AS asked (caller, request_id) JOIN idempotency USING (caller, request_id)")
            .Column(NpgsqlDbType.Text, keyed.Select(c => c.Caller.Id).ToArray())
            .Column(NpgsqlDbType.Text, keyed.Select(c => c.RequestId).ToArray());
    }

    public async Task ReadAsync(NpgsqlDataReader reader)
    {
        while (await reader.ReadAsync())
        {
            this[(reader.GetString(0), reader.GetString(1))] =
                (reader.GetFieldValue<byte[]>(2), reader.GetFieldValue<byte[]>(3));
        }
    }
}
