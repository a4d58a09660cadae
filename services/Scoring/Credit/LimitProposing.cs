using Risk.Scoring.Ledger;
using Risk.Scoring.Orders;

namespace Risk.Scoring.Credit;

/// <summary>
/// Makes one limit of the methods that have data: combined as the policy says, times the grade's factor, capped by the
/// grade's highest limit and by what is insured, and then other covers after haircut on top. Pure.
/// </summary>
internal static class LimitProposing
{
    public static V1.LimitProposal Of(LimitFacts facts, OrderRules rules)
    {
        var limits = rules.LimitsFor(facts.Grade);
        var proposal = new V1.LimitProposal
        {
            CustomerId = facts.CustomerId.ToString(),
            AsOfDate = Amounts.ToContract(facts.Day),
            Grade = facts.Grade,
            RulesVersion = rules.Version,
            Combination = rules.LimitCombination == V1.LimitCombination.Unspecified
                ? V1.LimitCombination.Median
                : rules.LimitCombination,
            GradeFactor = Amounts.ToContract(limits.Factor),
            CoverShareMin = limits.CoverShareMin is { } share ? Amounts.ToContract(share) : null,
            ReviewDue = limits.ReviewMonths > 0
                ? Amounts.ToContract(facts.Day.AddMonths(limits.ReviewMonths))
                : null,
        };
        if (limits.NetDays is { } days)
            proposal.NetDays = days;
        proposal.Methods.AddRange(LimitMethods.Of(facts, limits, rules.ReferenceMonthsMax));
        decimal[] given =
            [.. proposal.Methods.Select(m => m.Amount).OfType<Types.V1.Money>().Select(Amounts.ToDecimal)];
        return given.Length == 0
            ? Without(proposal, "NO_METHOD_HAS_DATA", new(
                "No method has data: file a statement, or give references.", "没有可用的数据：请提交财务报表或提供参考信息。"))
            : Limit(proposal, Combined(given, proposal.Combination), facts, (rules, limits));
    }

    private static decimal Combined(decimal[] given, V1.LimitCombination by) => Math.Round(by switch
    {
        V1.LimitCombination.Lowest => given.Min(),
        V1.LimitCombination.Highest => given.Max(),
        V1.LimitCombination.Mean => given.Average(),
        _ => LimitMethods.Median(given),
    }, 2);

    private static V1.LimitProposal Limit(
        V1.LimitProposal proposal, decimal combined, LimitFacts facts, (OrderRules Rules, GradeLimits Limits) policy)
    {
        V1.CoverKind[] insurance = [V1.CoverKind.CreditInsurance];
        var insured = facts.Covers.Where(c => insurance.Contains(c.Kind)).ToList();
        var max = policy.Limits.LimitMax is { } most ? policy.Rules.In(facts.Currency, most, facts.Rates) : null;
        var insuredMax = facts.Own(insured.Select(c => (c.CurrencyCode, c.Amount)));
        var cover = facts.Own(facts.Covers.Except(insured).Select(c => (c.CurrencyCode, c.Value)));
        if ((policy.Limits.LimitMax is not null && max is null) || insuredMax is null || cover is null)
        {
            return Without(proposal, "RATE_MISSING", new(
                $"There is no exchange rate into {facts.Currency} for a cap or a cover.",
                $"缺少将上限或信用保障换算为 {facts.Currency} 的汇率。"));
        }
        var after = Math.Round(combined * policy.Limits.Factor, 2);
        var capped = Math.Min(after, Math.Min(max ?? after, insured.Count > 0 ? insuredMax.Value : after));
        var limit = Math.Floor(capped + cover.Value);
        proposal.Combined = Money(combined, facts);
        proposal.AfterFactor = Money(after, facts);
        proposal.GradeMax = max is { } ofGrade ? Money(ofGrade, facts) : null;
        proposal.InsuredMax = insured.Count > 0 ? Money(insuredMax.Value, facts) : null;
        proposal.Capped = Money(capped, facts);
        proposal.Cover = Money(Math.Round(cover.Value, 2), facts);
        proposal.Limit = Money(limit, facts);
        var (said, from) =
            (Amounts.ForPeople(limit, facts.Currency), proposal.Methods.Count(m => m.Amount is not null));
        proposal.Text = new()
        {
            En = $"A limit of {said} is proposed, from {from} of {proposal.Methods.Count} methods.",
            Zh = $"建议额度为 {said}，依据 {proposal.Methods.Count} 种方法中的 {from} 种。",
        };
        return proposal;
    }

    private static V1.LimitProposal Without(
        V1.LimitProposal proposal, string reason, ServiceDefaults.Requests.Text text)
    {
        proposal.Reason = reason;
        proposal.Text = text.ToContract();
        return proposal;
    }

    private static Types.V1.Money Money(decimal amount, LimitFacts facts) => Amounts.ToMoney(amount, facts.Currency);
}
