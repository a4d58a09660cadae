using System.Diagnostics;
using Npgsql;
using Risk.Scoring.Policies;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Hosting;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Orders;

/// <summary>Checks many orders in one transaction, each with its own verdict and its own failure.</summary>
internal sealed class OrderBatch(
    PoliciesInForce policies, Freshness freshness, ServiceInfo service, TimeProvider clock)
{
    /// <summary>Answers the orders of customers that somebody else has locked; they were not checked.</summary>
    public async Task<List<OrderCall>> CheckAsync(
        NpgsqlConnection connection, IReadOnlyList<OrderCall> calls, bool waitForLocks)
    {
        var now = clock.GetUtcNow();
        var facts = await BatchFacts.OfAsync(connection, policies, calls, waitForLocks, now);
        facts.FactsAgeSeconds = (int)freshness.AgeOf("intake").TotalSeconds;
        var outcome = new BatchOutcome(service, clock, now);
        var deferred = new List<OrderCall>();
        var answers = new List<(OrderCall Call, V1.OrderVerdict? Verdict, Exception? Failure)>();
        foreach (var call in calls)
        {
            if (FirstAnswer(call, facts) is { } first)
                answers.Add(first);
            else if (facts.Locked.TryGetValue(call.Order.CustomerId, out var customer))
                answers.Add(await AnswerAsync(connection, call, customer, (facts, outcome), now));
            else if (facts.Known.Contains(call.Order.CustomerId))
                deferred.Add(call);
            else
                answers.Add((call, null, Refuse.NotFound("customer", call.Order.CustomerId.ToString())));
        }
        await outcome.CommitAsync(connection, facts);
        foreach (var (call, verdict, failure) in answers)
        {
            if (verdict is not null)
                call.SetResult(verdict);
            else
                call.SetException(failure!);
        }
        return deferred;
    }

    private static (OrderCall, V1.OrderVerdict?, Exception?)? FirstAnswer(OrderCall call, BatchFacts facts)
    {
        if (!facts.Answers.TryGetValue((call.Caller.Id, call.RequestId), out var first) || call.RequestId.Length == 0)
            return null;
        return first.Hash.AsSpan().SequenceEqual(call.RequestHash)
            ? (call, V1.OrderVerdict.Parser.ParseFrom(first.Response), null)
            : (call, null, Refuse.Invalid(
                [new("request_id", new("was used before for another request", "已被用于另一个不同的请求"))],
                "IDEMPOTENCY_KEY_REUSED"));
    }

    private static async ValueTask<(OrderCall, V1.OrderVerdict?, Exception?)> AnswerAsync(
        NpgsqlConnection connection, OrderCall call, CustomerState customer,
        (BatchFacts Facts, BatchOutcome Outcome) batch, DateTimeOffset now)
    {
        if (call.HoldId is { } hold && !batch.Facts.Holds.ContainsKey(hold))
        {
            return (call, null, Refuse.Precondition("HOLD_DECIDED", new(
                "The hold is not open any more.", "该冻结已不处于待处理状态。")));
        }
        var decision = await batch.Facts.DecideAsync(connection, call.Order, now);
        return (call, Conclude(call, customer, decision, batch, now), null);
    }

    /// <summary>Puts the decision into words, and writes what follows from it.</summary>
    private static V1.OrderVerdict Conclude(
        OrderCall call, CustomerState customer, Decision decision, (BatchFacts, BatchOutcome) batch,
        DateTimeOffset now)
    {
        // What is written for this order belongs to its caller's trace, not to that of whoever started the batch.
        Activity.Current = call.Trace;
        var (facts, outcome) = batch;
        var (order, history) = (call.Order, facts.HistoryOf(call.Order));
        var verdict = VerdictContract.Of(decision, now);
        if (call.DryRun || (call.OnlyIfItPasses && decision.Outcome != V1.OrderOutcome.Approved))
            return verdict;
        if (call.HoldId is { } hold)
            history = history with { OpenHold = facts.Holds[hold] };
        if (decision.Outcome is V1.OrderOutcome.Approved or V1.OrderOutcome.Held || decision.GoesAhead)
        {
            var next = Replace(call, verdict, customer, history, outcome, decision.Figures);
            facts.Portfolio?.Replace(customer.Place, history.Reserved, next.Reserved);
            if (history.OpenHold is { } ended && next.OpenHold?.Id != ended.Id)
                facts.Holds.Remove(ended.Id);
            if (order.HasRef)
                facts.Orders[(order.CustomerId, order.System, order.Id)] = next;
            if (next.Reserved is [var reservation])
                verdict.Reservation = reservation.ToContract(now);
        }
        var bytes = outcome.Keep(call, verdict, decision.Figures);
        if (call.RequestId.Length > 0)
            facts.Answers[(call.Caller.Id, call.RequestId)] = (call.RequestHash, bytes);
        return verdict;
    }

    /// <summary>
    /// The later check of an order counts: what an earlier one reserved or held ends with it, and only what goes beyond
    /// what is ordered already, delivered or not, is reserved.
    /// </summary>
    private static OrderHistory Replace(
        OrderCall call, V1.OrderVerdict verdict, CustomerState customer, OrderHistory former, BatchOutcome outcome,
        Figures figures)
    {
        foreach (var reservation in former.Reserved)
        {
            outcome.Release(call, reservation);
            customer.Reserve(reservation, -reservation.Amount);
        }
        if (verdict.Outcome == V1.OrderOutcome.Held && call.HoldId is { } same)
        {
            verdict.HoldId = same.ToString();
            outcome.HoldOn(verdict, same);
            return former with { Reserved = [] };
        }
        if (former.OpenHold is { } hold)
            outcome.Supersede(call, hold);
        var next = former with { OpenHold = null, Reserved = [] };
        if (verdict.Outcome == V1.OrderOutcome.Held)
        {
            var holdId = outcome.Hold(call, verdict, figures.Customer.Grade);
            verdict.HoldId = holdId.ToString();
            return next with { OpenHold = new(holdId, call.Order.Amount, call.Order.Currency) };
        }
        var ordered = former.OrderedIn(call.Order.Currency);
        if (call.Order.Amount <= ordered)
            return next;
        var reserved = outcome.Reserve(call, verdict, ordered, figures.Rules);
        customer.Reserve(reserved, reserved.Amount);
        return next with { Reserved = [reserved] };
    }
}
