using Risk.Client;
using Risk.Scoring.ProvisionRules;

namespace Risk.Scoring.Tests.ProvisionRules;

/// <summary>Provision rules that differ from the shipped ones.</summary>
internal static class ProposedRules
{
    public static V1.ProvisionRules Rules(Action<V1.ProvisionRules> change)
    {
        var rules = LossRules.ShippedRules();
        change(rules);
        return rules;
    }

    public static async Task<V1.ProvisionRulesVersion> Propose(
        RiskClient client, Action<V1.ProvisionRules> change) =>
        await client.ProvisionRules.ProposeProvisionRulesAsync(new() { Rules = Rules(change), Reason = "year end" });

    public static V1.LossRates Of(this V1.ProvisionRules rules, V1.Grade grade) =>
        rules.Rates.Single(r => r.Grade == grade);
}
