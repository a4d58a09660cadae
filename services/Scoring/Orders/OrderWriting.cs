using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using NpgsqlTypes;
using Risk.Scoring.Ledger;
using Risk.Scoring.Reservations;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Orders;

/// <summary>What a batch of checked orders leaves behind, written in one round trip with the commit.</summary>
internal sealed class OrderWriting(TimeProvider clock, DateTimeOffset now)
{
    private readonly List<(OrderCall Call, V1.OrderVerdict Verdict, byte[] Bytes)> kept = [];
    private readonly List<Reservation> reservations = [];
    private readonly List<Guid> released = [];
    private readonly List<(Guid CustomerId, Transfer Transfer)> transfers = [];
    private readonly List<(OrderCall Call, V1.OrderVerdict Verdict, Guid Id, V1.Grade Grade)> holds = [];
    private readonly List<Guid> superseded = [];
    private readonly List<OutboxRow> events = [];
    private readonly List<AuditEntry> entries = [];

    /// <summary>Reserves what the order asks for beyond what is open of it already.</summary>
    public Reservation Reserve(OrderCall call, V1.OrderVerdict verdict, decimal open)
    {
        var order = call.Order;
        var reservation = new Reservation
        {
            CustomerId = order.CustomerId,
            ReservationId = Guid.CreateVersion7(),
            VerdictId = Guid.Parse(verdict.VerdictId),
            OrderSystem = order.System,
            OrderId = order.Id,
            CurrencyCode = order.Currency,
            Amount = order.Amount - open,
            OrderedBefore = open,
            ExpiresAt = now.AddSeconds(order.ReservationSeconds),
            CreatedAt = now,
            Terms = order.Terms?.ToByteArray(),
        };
        reservations.Add(reservation);
        transfers.Add((order.CustomerId, ReservedAmounts.To(reservation)));
        return reservation;
    }

    /// <summary>Gives back what an earlier check of the same order reserved, and tells it.</summary>
    public void Release(OrderCall call, Reservation reservation)
    {
        reservation.Cancel(now);
        released.Add(reservation.ReservationId);
        transfers.Add((reservation.CustomerId, ReservedAmounts.Back(reservation, reservation.Amount)));
        var (subject, told) = (reservation.CustomerId.ToString(), reservation.ToContract(now));
        events.Add(OutboxRow.From(subject, new V1.ReservationEnded { Reservation = told }, clock));
        entries.Add(AuditEntry.From(call.Call, "reservations.cancel", subject, told, clock));
    }

    public Guid Hold(OrderCall call, V1.OrderVerdict verdict, V1.Grade grade)
    {
        var id = Guid.CreateVersion7();
        holds.Add((call, verdict, id, grade));
        return id;
    }

    /// <summary>An open hold of an order that was checked again.</summary>
    public void Supersede(OrderCall call, OpenHold hold)
    {
        superseded.Add(hold.Id);
        var (order, subject) = (call.Order, call.Order.CustomerId.ToString());
        var told = new V1.Hold
        {
            HoldId = hold.Id.ToString(),
            CustomerId = subject,
            OrderRef = OrderRefs.Of(order.System, order.Id),
            Amount = Amounts.ToMoney(hold.Amount, hold.Currency),
            State = V1.HoldState.Superseded,
            DecidedBy = call.Caller.Name,
            DecidedAt = Timestamp.FromDateTimeOffset(now),
        };
        events.Add(OutboxRow.From(subject, new V1.HoldDecided { Hold = told }, clock));
        entries.Add(AuditEntry.From(call.Call, "holds.supersede", subject, told, clock));
    }

    /// <summary>Remembers the verdict, tells it, and answers its bytes.</summary>
    public byte[] Keep(OrderCall call, V1.OrderVerdict verdict)
    {
        var bytes = verdict.ToByteArray();
        kept.Add((call, verdict, bytes));
        events.Add(OutboxRow.From(verdict.CustomerId, new V1.OrderChecked
        {
            Verdict = verdict,
            OrderRef = OrderRefs.Of(call.Order.System, call.Order.Id),
            Amount = Amounts.ToMoney(call.Order.Amount, call.Order.Currency),
        }, clock));
        entries.Add(AuditEntry.From(call.Call, "orders.check", verdict.CustomerId, verdict, clock));
        return bytes;
    }

    public async Task CommitAsync(NpgsqlConnection connection, OrderReading reading)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (kept.Count > 0)
        {
            AddVerdicts(batch);
            AddReservations(batch);
            LedgerWriting.AddExposures(batch,
                [.. reading.Locked.Values.SelectMany(s => s.Changed.Select(e => (s.Account.CustomerId, e)))]);
            LedgerWriting.AddTransfers(batch, transfers, now);
            AddHolds(batch);
            AddAnswers(batch);
            OutboxRows.AppendTo(batch, events);
            AuditRows.AppendTo(batch, entries);
        }
        batch.Add("COMMIT");
        await batch.ExecuteNonQueryAsync();
    }

    private void AddVerdicts(NpgsqlBatch batch) => batch.Add(
        """
        INSERT INTO order_verdicts (customer_id, verdict_id, outcome, order_system, order_id, currency_code, amount,
            requested_by, decided_at, rules_version, verdict)
        SELECT customer_id, verdict_id, outcome, order_system, order_id, currency_code, amount, requested_by, $10, $11,
            verdict
        FROM unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::numeric[],
            $8::text[], $9::bytea[]) AS v (customer_id, verdict_id, outcome, order_system, order_id, currency_code,
            amount, requested_by, verdict)
        """)
        .Column(NpgsqlDbType.Uuid, kept.Select(k => k.Call.Order.CustomerId).ToArray())
        .Column(NpgsqlDbType.Uuid, kept.Select(k => Guid.Parse(k.Verdict.VerdictId)).ToArray())
        .Column(NpgsqlDbType.Smallint, kept.Select(k => (short)k.Verdict.Outcome).ToArray())
        .Column(NpgsqlDbType.Text, kept.Select(k => k.Call.Order.System).ToArray())
        .Column(NpgsqlDbType.Text, kept.Select(k => k.Call.Order.Id).ToArray())
        .Column(NpgsqlDbType.Text, kept.Select(k => k.Call.Order.Currency).ToArray())
        .Column(NpgsqlDbType.Numeric, kept.Select(k => k.Call.Order.Amount).ToArray())
        .Column(NpgsqlDbType.Text, kept.Select(k => k.Call.Caller.Name).ToArray())
        .Column(NpgsqlDbType.Bytea, kept.Select(k => k.Bytes).ToArray())
        .With(now.UtcDateTime)
        .With(OrderRules.Shipped.RulesVersion);

    private void AddReservations(NpgsqlBatch batch)
    {
        if (reservations.Count > 0)
        {
            batch.Add(
                """
                INSERT INTO reservations (customer_id, reservation_id, verdict_id, order_system, order_id,
                    currency_code, amount, ordered_before, expires_at, terms, state, created_at)
                SELECT *, 1, $11 FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[],
                    $7::numeric[], $8::numeric[], $9::timestamptz[], $10::bytea[])
                """)
                .Column(NpgsqlDbType.Uuid, reservations.Select(r => r.CustomerId).ToArray())
                .Column(NpgsqlDbType.Uuid, reservations.Select(r => r.ReservationId).ToArray())
                .Column(NpgsqlDbType.Uuid, reservations.Select(r => r.VerdictId).ToArray())
                .Column(NpgsqlDbType.Text, reservations.Select(r => r.OrderSystem).ToArray())
                .Column(NpgsqlDbType.Text, reservations.Select(r => r.OrderId).ToArray())
                .Column(NpgsqlDbType.Text, reservations.Select(r => r.CurrencyCode).ToArray())
                .Column(NpgsqlDbType.Numeric, reservations.Select(r => r.Amount).ToArray())
                .Column(NpgsqlDbType.Numeric, reservations.Select(r => r.OrderedBefore).ToArray())
                .Column(NpgsqlDbType.TimestampTz, reservations.Select(r => r.ExpiresAt.UtcDateTime).ToArray())
                .Column(NpgsqlDbType.Bytea, reservations.Select(r => r.Terms).ToArray())
                .With(now.UtcDateTime);
        }
        if (released.Count > 0)
        {
            batch.Add("UPDATE reservations SET state = 3, ended_at = $2 WHERE reservation_id = ANY ($1)")
                .With(released.ToArray()).With(now.UtcDateTime);
        }
    }

    private void AddHolds(NpgsqlBatch batch)
    {
        if (superseded.Count > 0)
        {
            batch.Add("UPDATE holds SET state = 4, decided_at = $2 WHERE hold_id = ANY ($1) AND state = 1")
                .With(superseded.ToArray()).With(now.UtcDateTime);
        }
        if (holds.Count == 0)
            return;
        batch.Add(
            """
            INSERT INTO holds (customer_id, hold_id, order_system, order_id, currency_code, amount, verdict, grade,
                requested_by, requested_by_owner, state, held_at, decided_by, decided_by_owner, decision_reason)
            SELECT *, CASE WHEN hold_id = ANY ($12) THEN 4 ELSE 1 END, $11, '', '', ''
            FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::numeric[], $7::bytea[],
                $8::smallint[], $9::text[], $10::text[]) AS h (customer_id, hold_id, order_system, order_id,
                currency_code, amount, verdict, grade, requested_by, requested_by_owner)
            """)
            .Column(NpgsqlDbType.Uuid, holds.Select(h => h.Call.Order.CustomerId).ToArray())
            .Column(NpgsqlDbType.Uuid, holds.Select(h => h.Id).ToArray())
            .Column(NpgsqlDbType.Text, holds.Select(h => h.Call.Order.System).ToArray())
            .Column(NpgsqlDbType.Text, holds.Select(h => h.Call.Order.Id).ToArray())
            .Column(NpgsqlDbType.Text, holds.Select(h => h.Call.Order.Currency).ToArray())
            .Column(NpgsqlDbType.Numeric, holds.Select(h => h.Call.Order.Amount).ToArray())
            .Column(NpgsqlDbType.Bytea, holds.Select(h => h.Verdict.ToByteArray()).ToArray())
            .Column(NpgsqlDbType.Smallint, holds.Select(h => (short)h.Grade).ToArray())
            .Column(NpgsqlDbType.Text, holds.Select(h => h.Call.Caller.Name).ToArray())
            .Column(NpgsqlDbType.Text, holds.Select(h => h.Call.Caller.Owner).ToArray())
            .With(now.UtcDateTime)
            .With(superseded.ToArray());
    }

    private void AddAnswers(NpgsqlBatch batch)
    {
        var keyed = kept.Where(k => k.Call.RequestId.Length > 0).ToList();
        if (keyed.Count == 0)
            return;
        batch.Add("INSERT INTO idempotency (caller, request_id, request_hash, response) "
            + "SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[])")
            .Column(NpgsqlDbType.Text, keyed.Select(k => k.Call.Caller.Id).ToArray())
            .Column(NpgsqlDbType.Text, keyed.Select(k => k.Call.RequestId).ToArray())
            .Column(NpgsqlDbType.Bytea, keyed.Select(k => k.Call.RequestHash).ToArray())
            .Column(NpgsqlDbType.Bytea, keyed.Select(k => k.Bytes).ToArray());
    }
}
