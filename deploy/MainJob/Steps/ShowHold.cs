using Risk.Client;
using Risk.Scoring.V1;

namespace Risk.MainJob.Steps;

/// <summary>Picks the held order that has the most to tell: it can be helped, and most checks failed.</summary>
internal sealed class ShowHold(RiskClient client)
{
    public async Task<Hold?> RunAsync(IReadOnlyList<CheckedOrder> orders, CancellationToken cancellation)
    {
        var telling = orders
            .Where(order => order.Verdict.HoldId.Length > 0)
            .OrderByDescending(order => Math.Min(order.Verdict.Remedies.Count, 1))
            .ThenByDescending(order => order.Verdict.Checks.Count(check => check.Outcome == CheckOutcome.Failed))
            .ThenByDescending(order => order.Verdict.Remedies.Count)
            .ThenByDescending(order => Amounts.Of(order.Amount))
            .FirstOrDefault();
        if (telling is null)
        {
            return null;
        }

        var holds = await client.Holds.ListHoldsAsync(
            new() { CustomerId = telling.Account.CustomerId }, cancellationToken: cancellation);
        return holds.Holds.FirstOrDefault(hold => hold.HoldId == telling.Verdict.HoldId);
    }
}
