using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using NpgsqlTypes;
using Risk.Scoring.Concentration;
using Risk.Scoring.Decisions;
using Risk.Scoring.Holds;
using Risk.Scoring.Ledger;
using Risk.Scoring.Reservations;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Hosting;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Orders;

/// <summary>What a batch of checked orders leaves behind, written in one round trip with the commit.</summary>
internal sealed class BatchOutcome(ServiceInfo service, TimeProvider clock, DateTimeOffset now)
{
    private readonly List<(OrderCall Call, byte[] Bytes)> kept = [];
    private readonly List<DecisionRow> decisions = [];
    private readonly List<Reservation> reservations = [];
    private readonly List<Guid> released = [];
    private readonly List<(Guid CustomerId, Transfer Transfer)> transfers = [];
    private readonly List<(OrderCall Call, V1.OrderVerdict Verdict, Guid Id, V1.Grade Grade)> holds = [];
    private readonly List<Guid> superseded = [];
    private readonly List<(V1.OrderVerdict Verdict, Guid Id)> heldOn = [];
    private readonly List<OutboxRow> events = [];
    private readonly List<AuditEntry> entries = [];

    /// <summary>Reserves what the order asks for beyond what is ordered already.</summary>
    public Reservation Reserve(OrderCall call, V1.OrderVerdict verdict, decimal ordered, OrderRules rules)
    {
        var order = call.Order;
        var seconds = order.ReservationSeconds > 0 ? order.ReservationSeconds : rules.ReservationSeconds;
        var reservation = Reservation.For(
            order, Guid.CreateVersion7(), Guid.Parse(verdict.VerdictId), ordered, now, seconds);
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
        entries.Add(Entry(call, "reservations.cancel", subject, told));
    }

    public Guid Hold(OrderCall call, V1.OrderVerdict verdict, V1.Grade grade)
    {
        var id = Guid.CreateVersion7();
        holds.Add((call, verdict, id, grade));
        return id;
    }

    /// <summary>A hold that was checked again and stays, with the newer verdict.</summary>
    public void HoldOn(V1.OrderVerdict verdict, Guid holdId) => heldOn.Add((verdict, holdId));

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
        entries.Add(Entry(call, "holds.supersede", subject, told));
    }

    /// <summary>Remembers the verdict, tells it, and answers its bytes.</summary>
    public byte[] Keep(OrderCall call, V1.OrderVerdict verdict, Figures figures)
    {
        var bytes = verdict.ToByteArray();
        kept.Add((call, bytes));
        var cause = call.HoldId is null ? V1.DecisionCause.Check : V1.DecisionCause.Recheck;
        decisions.Add(DecisionRow.Of(verdict, bytes, cause, figures, call.Caller.Name));
        events.Add(OutboxRow.From(verdict.CustomerId, new V1.OrderChecked
        {
            Verdict = VerdictContract.WithoutChecksPassed(verdict),
            OrderRef = OrderRefs.Of(call.Order.System, call.Order.Id),
            Amount = Amounts.ToMoney(call.Order.Amount, call.Order.Currency),
        }, clock));
        entries.Add(Entry(call, "orders.check", verdict.CustomerId, verdict));
        return bytes;
    }

    private AuditEntry Entry(OrderCall call, string action, string subject, IMessage payload) => call.Call is { } made
        ? AuditEntry.From(made, action, subject, payload, clock)
        : AuditEntry.FromService(service, action, subject, payload, clock);

    public async Task CommitAsync(NpgsqlConnection connection, BatchFacts facts)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (kept.Count > 0)
        {
            DecisionRow.AddTo(batch, decisions);
            AddReservations(batch);
            LedgerWriting.AddExposures(batch,
                [.. facts.Locked.Values.SelectMany(s => s.Changed.Select(e => (s.Account.CustomerId, e)))]);
            LedgerWriting.AddTransfers(batch, transfers, now);
            PortfolioRows.AddIncrements(batch, facts.Portfolio);
            if (released.Count > 0)
                RecheckQueue.AddTo(batch, [.. kept.Select(k => k.Call.Order.CustomerId).Distinct()], now);
            HoldRows.AddSuperseded(batch, superseded, now);
            HoldRows.AddHeldOn(batch, heldOn, now);
            HoldRows.AddTo(batch, holds, superseded, now);
            AddAnswers(batch);
            OutboxRows.AppendTo(batch, events);
            AuditRows.AppendTo(batch, entries);
            // The last lock: whoever sweeps them up locks what is above first.
            AddGivenAway(batch, facts);
        }
        batch.Add("COMMIT");
        await batch.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// Reservations whose time is over made room for these: no clock that is behind may confirm them any more.
    /// </summary>
    private void AddGivenAway(NpgsqlBatch batch, BatchFacts facts)
    {
        var given = reservations.Select(r => r.CustomerId).Distinct()
            .Where(customer => facts.Locked[customer] is { Expired.Count: > 0 } or { Group.Limit: not null })
            .ToArray();
        if (given.Length > 0)
            GivenAway.AddTo(batch, given, now);
    }

    private void AddReservations(NpgsqlBatch batch)
    {
        if (reservations.Count > 0)
        {
            batch.Add(
                """
                INSERT INTO reservations (customer_id, reservation_id, verdict_id, order_system, order_id,
                    currency_code, amount, ordered_before, expires_at, terms, deliver_on, state, created_at)
                SELECT *, 1, $12 FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[],
                    $7::numeric[], $8::numeric[], $9::timestamptz[], $10::bytea[],
                    $11::date[])
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
                .Column(NpgsqlDbType.Date, reservations.Select(r => r.DeliverOn).ToArray())
                .With(now.UtcDateTime);
        }
        if (released.Count > 0)
        {
            batch.Add("UPDATE reservations SET state = 3, ended_at = $2 WHERE reservation_id = ANY ($1)")
                .With(released.ToArray()).With(now.UtcDateTime);
        }
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
