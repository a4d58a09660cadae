using Grpc.Core;
using Risk.Intake.V1;
using Risk.Scoring.ProvisionRules;
using Risk.Scoring.V1;
using Risk.ServiceDefaults.Requests;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.ProvisionRules;

[Collection(ScoringCollection.Name)]
public sealed class ProposeProvisionRulesTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task Proposed_rules_wait_and_change_nothing()
    {
        using var finance = await Buyer.SomebodyElse(scoring, "wu", Role.Finance);
        using var sales = await Buyer.SomebodyElse(scoring, "zheng", Role.Sales);

        var proposed = await ProposedRules.Propose(finance, r => r.LossUncovered.Value = "0.6");

        (proposed.State, proposed.Version >= 1000, proposed.ProposedBy).ShouldBe((PolicyState.Pending, true, "wu"));
        (await scoring.SqlAsync<long>("SELECT count(*) FROM audit_entries WHERE action = 'provision_rules.propose' "
            + "AND convert_from(payload, 'UTF8')::json ->> 'proposedBy' = 'wu'")).ShouldBe(1);
        (await Should.ThrowAsync<RpcException>(() => ProposedRules.Propose(sales, _ => { }))).StatusCode
            .ShouldBe(StatusCode.PermissionDenied);
    }

    public static readonly TheoryData<string, Action<V1.ProvisionRules>> Wrong = new()
    {
        { "rules.currency_code", r => r.CurrencyCode = "yuan" },
        { "rules.probability_min", r => r.ProbabilityMin.Value = "1.1" },
        { "rules.probability_unscored", r => r.ProbabilityUnscored.Value = "0" },
        { "rules.loss_uncovered", r => r.LossUncovered = null },
        { "rules.open_order_factor", r => r.OpenOrderFactor.Value = "-0.1" },
        { "rules.reserved_factor", r => r.ReservedFactor.Value = "1.0000001" },
        { "rules.covers", r => r.Covers[0].Kind = CoverKind.Deposit },
        { "rules.covers", r => r.Covers[0].Kind = default },
        { "rules.covers[1].loss", r => r.Covers[1].Loss.Value = "0.46" },
        { "rules.scenarios", r => r.Scenarios.Clear() },
        { "rules.scenarios", r => r.Scenarios[0].Weight.Value = "0.9" },
        { "rules.scenarios[0].name", r => r.Scenarios[0].Name = "" },
        { "rules.scenarios[0].factor", r => r.Scenarios[0].Factor.Value = "11" },
        { "rules.rates", r => r.Rates.RemoveAt(3) },
        { "rules.rates", r => r.Rates[0].Grade = V1.Grade.D },
        { "rules.rates[2]", r => r.Rates[2].DaysOver90 = null },
        { "rules.rates[2]", r => r.Rates[2].Days31To60.Value = "0.003" },
        { "rules.rates", r => r.Of(V1.Grade.B).NotDue.Value = "0.001" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_with_rules_is_told_field_by_field(string field, Action<V1.ProvisionRules> change)
    {
        var check = new InputCheck();

        ProvisionRulesInput.Check(check, "rules", ProposedRules.Rules(change));

        var refused = Should.Throw<RpcException>(check.ThrowIfAny);
        refused.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        refused.Status.Detail.ShouldContain(field + ":");
    }

    [Fact]
    public void The_shipped_rules_are_sound()
    {
        var check = new InputCheck();

        ProvisionRulesInput.Check(check, "rules", LossRules.ShippedRules());

        check.Failed.ShouldBeFalse();
    }
}
