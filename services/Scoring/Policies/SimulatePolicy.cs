using System.Globalization;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Scoring.Concentration;
using Risk.Scoring.Ledger;
using Risk.Scoring.Orders;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Policies;

partial class PoliciesService
{
    private const int BatchOrders = 250;

    /// <summary>
    /// Tries rules on the held, reserved and open orders and on limit proposals, on what is known now. Nothing is kept.
    /// </summary>
    [Roles(Role.Risk | Role.Approver | Role.Committee | Role.Administrator | Role.Auditor)]
    public override async Task<V1.SimulatePolicyResponse> SimulatePolicy(
        V1.SimulatePolicyRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        await db.Database.OpenConnectionAsync(ct);
        var tried = await RulesOfAsync(request, ct);
        var now = clock.GetUtcNow();
        if (!tried.Caps.IsEmpty)
            await PortfolioRows.SumUpAsync(Connection, now, ct);
        var (holds, orders) = await TriedOrders.OfAsync(Connection, DateOnly.FromDateTime(now.UtcDateTime), now, ct);
        var response = new V1.SimulatePolicyResponse { Holds = holds.Count, Orders = orders.Count };
        foreach (var some in holds.Concat(orders).Chunk(BatchOrders))
        {
            var distinct = some.Select(t => t.Order).ToArray();
            var reading = await BatchFacts.OfAsync(
                Connection, policies, distinct, locks: false, now, withPortfolio: !tried.Caps.IsEmpty);
            foreach (var one in some.Where(t => reading.Locked.ContainsKey(t.Order.CustomerId)))
                Compare(response, one, reading, tried, now);
        }
        await TriedLimits.AddAsync(response, Connection,
            (await policies.NowAsync(Connection, ct), tried), DateOnly.FromDateTime(now.UtcDateTime), ct);
        return response;
    }

    private async Task<OrderRules> RulesOfAsync(V1.SimulatePolicyRequest request, CancellationToken ct)
    {
        if (request.Rules is { } given)
        {
            var check = new InputCheck();
            PolicyInput.Check(check, "rules", given);
            check.ThrowIfAny();
            return new(version: 0, given);
        }
        var isKnown = request.Version == OrderRules.ShippedVersion
            || await db.Set<PolicyVersion>().AnyAsync(p => p.Version == request.Version, ct);
        return isKnown
            ? await policies.OfAsync(Connection, request.Version, ct)
            : throw Refuse.NotFound("policy", request.Version.ToString(CultureInfo.InvariantCulture));
    }

    private static void Compare(
        V1.SimulatePolicyResponse response, TriedOrder one, BatchFacts reading, OrderRules tried, DateTimeOffset now)
    {
        var before = reading.Decide(one.Order, reading.Rules, now);
        var after = reading.Decide(one.Order, tried, now);
        if (one.HoldId is not null && after.Outcome == V1.OrderOutcome.Approved)
            response.HoldsPassing++;
        if (one.HoldId is null && after.Outcome == V1.OrderOutcome.Held)
            response.OrdersHeld++;
        if (before.Outcome == after.Outcome)
            return;
        var (was, becomes) = (ReasonsOf(before).ToList(), ReasonsOf(after).ToList());
        response.Flips.Add(new V1.PolicyFlip
        {
            CustomerId = one.Order.CustomerId.ToString(),
            OrderRef = OrderRefs.Of(one.Order.System, one.Order.Id),
            Amount = Amounts.ToMoney(one.Order.Amount, one.Order.Currency),
            HoldId = one.HoldId?.ToString() ?? "",
            Before = before.Outcome,
            After = after.Outcome,
            Reasons = { was.Union(becomes).Except(was.Intersect(becomes)) },
        });
    }

    private static IEnumerable<string> ReasonsOf(Decision decision) =>
        decision.Checks.Where(c => c.Outcome == V1.CheckOutcome.Failed).Select(c => c.Reason);
}
