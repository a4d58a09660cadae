using Risk.Client;
using Risk.Scoring.Orders;
using Risk.Scoring.V1;

namespace Risk.Scoring.Tests.Policies;

/// <summary>Rules that differ from the shipped ones.</summary>
internal static class Proposed
{
    public static PolicyRules Rules(Action<PolicyRules> change)
    {
        var rules = OrderRules.ShippedRules();
        change(rules);
        return rules;
    }

    public static async Task<Policy> Propose(RiskClient client, Action<PolicyRules> change) =>
        await client.Policies.ProposePolicyAsync(new() { Rules = Rules(change), Reason = "stricter" });

    /// <summary>Of customers without a grade.</summary>
    public static GradeRules Ungraded(this PolicyRules rules) => rules.Grades.Single(g => g.Grade == Grade.Unspecified);
}
