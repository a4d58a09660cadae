using Google.Protobuf.WellKnownTypes;
using Risk.Scoring.Ledger;

namespace Risk.Scoring.Orders;

/// <summary>Puts a decision into the words of the contract.</summary>
internal static class VerdictContract
{
    public static V1.OrderVerdict Of(Decision decision, DateTimeOffset now, Guid? verdictId = null)
    {
        var figures = decision.Figures;
        var verdict = new V1.OrderVerdict
        {
            VerdictId = (verdictId ?? Guid.CreateVersion7()).ToString(),
            CustomerId = figures.Order.CustomerId.ToString(),
            Outcome = decision.Outcome,
            DecidedAt = Timestamp.FromDateTimeOffset(now),
            AsOfDate = Amounts.ToContract(figures.Order.AsOf),
            FailOpen = decision.GoesAhead,
            RulesVersion = figures.Rules.Version,
            Terms = figures.Order.Terms,
            Stage = figures.Order.Stage,
        };
        if (figures.Order.FactsAgeSeconds is { } age)
            verdict.FactsAgeSeconds = age;
        if (figures.Customer.GroupId is { } groupId)
            verdict.GroupId = groupId.ToString();
        if (figures.Customer.Group is { } group)
        {
            verdict.GroupLimit = Amounts.ToMoney(group.Limit, group.Currency);
            if (figures.GroupExposure is { RatesMissing.Count: 0 } total)
                verdict.GroupExposure = Amounts.ToMoney(total.Exposure.Total, group.Currency);
        }
        verdict.Checks.AddRange(decision.Checks.Select(c => c.ToContract()));
        if (figures.Exposure.RatesMissing.Count == 0)
            verdict.Exposure = figures.Exposure.Exposure.ToContract();
        if (figures.Limit is { } limit)
            verdict.Limit = Amounts.ToMoney(limit, figures.Currency);
        if (figures.OrderAmount is { } amount)
            verdict.AmountInAccountCurrency = Amounts.ToMoney(amount, figures.Currency);
        verdict.Rates.AddRange(figures.UsedRates.Select(
            r => r.ToContract(figures.Order.AsOf, figures.Thresholds.RateAgeDaysMax)));
        if (decision.NeedsRemedies)
            verdict.Remedies.AddRange(RemedySearch.For(decision));
        return verdict;
    }

    /// <summary>As an event tells it, which is read by many: of the checks only those that something came of.</summary>
    public static V1.OrderVerdict WithoutChecksPassed(V1.OrderVerdict verdict)
    {
        var told = verdict.Clone();
        told.Checks.Clear();
        told.Checks.AddRange(verdict.Checks.Where(
            check => check.Outcome is V1.CheckOutcome.Failed or V1.CheckOutcome.NotEvaluated));
        return told;
    }
}
