using Npgsql;
using NpgsqlTypes;
using Risk.Scoring.Holds;
using Risk.Scoring.Ledger;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Reservations;

/// <summary>Takes ended reservations out of the balances; their customers' accounts are locked by the caller.</summary>
internal static class ReservedAmounts
{
    public static async Task ReleaseAsync(
        NpgsqlConnection connection, IReadOnlyList<Reservation> ended, DateTimeOffset now, CancellationToken ct)
    {
        var sums = ended.GroupBy(r => (r.CustomerId, r.CurrencyCode))
            .Select(g => (g.Key.CustomerId, g.Key.CurrencyCode, Amount: g.Sum(r => r.Amount))).ToList();
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(
            """
            UPDATE exposures e SET reserved = e.reserved - s.amount
            FROM unnest($1::uuid[], $2::text[], $3::numeric[]) AS s (customer_id, currency_code, amount)
            WHERE e.customer_id = s.customer_id AND e.currency_code = s.currency_code
            """)
            .Column(NpgsqlDbType.Uuid, sums.Select(s => s.CustomerId).ToArray())
            .Column(NpgsqlDbType.Text, sums.Select(s => s.CurrencyCode).ToArray())
            .Column(NpgsqlDbType.Numeric, sums.Select(s => s.Amount).ToArray());
        LedgerWriting.AddTransfers(batch, [.. ended.Select(r => (r.CustomerId, Back(r, r.Amount)))], now);
        RecheckQueue.AddTo(batch, [.. ended.Select(r => r.CustomerId).Distinct()], now);
        await batch.ExecuteNonQueryAsync(ct);
    }

    public static async Task ReserveAsync(
        NpgsqlConnection connection, Reservation reservation, DateTimeOffset now, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(
            """
            INSERT INTO exposures AS e (customer_id, currency_code, reserved, open_orders, delivered, receivable,
                drafts, unallocated, disputed, as_of)
            VALUES ($1, $2, $3, 0, 0, 0, 0, 0, 0, 'epoch')
            ON CONFLICT (customer_id, currency_code) DO UPDATE SET reserved = e.reserved + excluded.reserved
            """)
            .With(reservation.CustomerId).With(reservation.CurrencyCode).With(reservation.Amount);
        LedgerWriting.AddTransfers(batch, [(reservation.CustomerId, To(reservation))], now);
        GivenAway.AddTo(batch, [reservation.CustomerId], now);
        await batch.ExecuteNonQueryAsync(ct);
    }

    public static Transfer To(Reservation reservation) =>
        Back(reservation, reservation.Amount) with { From = Stage.Outside, To = Stage.Reserved };

    /// <summary>What is reserved goes back to where it came from.</summary>
    public static Transfer Back(Reservation reservation, decimal amount) => new()
    {
        DocumentId = reservation.ReservationId,
        Currency = reservation.CurrencyCode,
        Amount = amount,
        From = Stage.Reserved,
        To = Stage.Outside,
    };
}
