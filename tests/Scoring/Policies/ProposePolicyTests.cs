using System.Globalization;
using Grpc.Core;
using Risk.Scoring.Orders;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Policies;

[Collection(ScoringCollection.Name)]
public sealed class ProposePolicyTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task A_proposed_policy_waits_and_changes_nothing()
    {
        var policy = await Proposed.Propose(scoring.Client, r => r.ReservationSeconds = 60);

        (policy.State, policy.Version >= 1000, policy.Rules.ReservationSeconds)
            .ShouldBe((PolicyState.Pending, true, 60));
        (await scoring.Client.Policies.GetPolicyAsync(new())).Version.ShouldBe(OrderRules.ShippedVersion);
        (await scoring.SqlAsync<long>("SELECT count(*) FROM audit_entries WHERE action = 'policies.propose' "
            + "AND convert_from(payload, 'UTF8')::json ->> 'version' = $1",
            policy.Version.ToString(CultureInfo.InvariantCulture)))
            .ShouldBe(1);
    }

    public static readonly TheoryData<string, Action<PolicyRules>> Wrong = new()
    {
        { "rules.currency_code", r => r.CurrencyCode = "yuan" },
        { "rules.currency_factors", r => r.CurrencyFactors[0].Factor.Value = "0" },
        { "rules.reservation_seconds", r => r.ReservationSeconds = 0 },
        { "rules.release_deviation", r => r.ReleaseDeviation = new() { Value = "1.1" } },
        { "rules.grades", r => r.Grades.RemoveAt(0) },
        { "rules.grades[0].overdue_share_max", r => r.Grades[0].OverdueShareMax.Value = "-0.1" },
        { "rules.scoped_rules[0].check", r => r.ScopedRules.Add(new ScopedRule
        {
            Check = OrderCheck.ExcludedCustomer, Segment = "x", Exclude = true,
        }) },
        { "rules.scoped_rules[0].exclude", r => r.ScopedRules.Add(new ScopedRule
        {
            Check = OrderCheck.Grade, Exclude = true,
        }) },
        { "rules.scoped_rules[0].thresholds", r => r.ScopedRules.Add(new ScopedRule
        {
            Check = OrderCheck.Grade, Segment = "x",
        }) },
        { "rules.scoped_rules[0].thresholds.grade_at_least", r => Scope(r, OrderCheck.Grade) },
        { "rules.scoped_rules[0].thresholds.overdue_share_max", r => Scope(r, OrderCheck.OverdueShare) },
        { "rules.scoped_rules[0].thresholds.overdue_utilisation_max", r => Scope(r, OrderCheck.OverdueAndUtilisation) },
        { "rules.scoped_rules[0].thresholds.oldest_overdue_days_max", r => Scope(r, OrderCheck.OldestOverdue) },
        { "rules.scoped_rules[0].thresholds.payment_index_min", r => Scope(r, OrderCheck.PaymentIndex) },
        { "rules.scoped_rules[0].thresholds.dunning_level_max", r => Scope(r, OrderCheck.DunningLevel) },
        { "rules.scoped_rules[0].thresholds.order_value_max", r => Scope(r, OrderCheck.OrderValue) },
        { "rules.scoped_rules[0].thresholds.net_days_max", r => Scope(r, OrderCheck.Terms) },
        { "rules.scoped_rules[0].thresholds", r => Scope(r, OrderCheck.Limit) },
        { "rules.scoped_rules[0].thresholds", r => Scope(r, OrderCheck.Conditions) },
        { "rules.scoped_rules[0].thresholds", r => Scope(r, OrderCheck.Concentration) },
        { "rules.scoped_rules[0].thresholds.grade_at_least", r => r.ScopedRules.Add(new ScopedRule
        {
            Check = OrderCheck.Terms, Segment = "x", Thresholds = new() { NetDaysMax = 1, GradeAtLeast = Grade.A },
        }) },
        { "rules.scoped_rules[0].thresholds.net_days_max", r => r.ScopedRules.Add(new ScopedRule
        {
            Check = OrderCheck.Terms, Segment = "x", Thresholds = new() { NetDaysMax = 721 },
        }) },
        { "rules.grades[0].grade_at_least", r => r.Grades[0].GradeAtLeast = Grade.A },
        { "rules.grades[0].order_value_max", r => r.Grades[0].OrderValueMax = new() { Value = "-1" } },
    };

    private static void Scope(PolicyRules rules, OrderCheck check) => rules.ScopedRules.Add(new ScopedRule
    {
        Check = check,
        Segment = "x",
        Thresholds = new() { LimitGraceDays = 1 },
    });

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_wrong_with_rules_is_told_field_by_field(string field, Action<PolicyRules> change)
    {
        var refused = await Should.ThrowAsync<RpcException>(() => Proposed.Propose(scoring.Client, change));

        refused.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        refused.Status.Detail.ShouldContain(field + ":");
    }
}
