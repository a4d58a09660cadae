using Risk.Scoring.Orders.Checks;

namespace Risk.Scoring.Orders;

/// <summary>What the checks together decide of an order. Pure.</summary>
internal sealed record Decision(V1.OrderOutcome Outcome, IReadOnlyList<Check> Checks, Figures Figures)
{
    private static readonly Func<Figures, Check>[] FromLimitOn =
    [
        WithinLimit.Judge, OrderValue.Judge, LimitValid.Judge, TermsGranted.Judge, OldestOverdue.Judge,
        OverdueShare.Judge, OverdueAndUtilisation.Judge,
        _ => Check.NotApplicable(V1.OrderCheck.DunningLevel),
        PaymentBehaviour.Judge, GradeAtLeast.Judge,
        _ => Check.NotApplicable(V1.OrderCheck.Conditions),
        _ => Check.NotApplicable(V1.OrderCheck.Cover),
        _ => Check.NotApplicable(V1.OrderCheck.Concentration),
    ];

    private static readonly ServiceDefaults.Requests.Text FactsBehind = new(
        "Facts that the order depends on have not arrived yet.", "订单所依据的事实尚未到达。");

    /// <summary>
    /// Only the first check rejects; the first two are never skipped. With facts behind, nothing is held for what they
    /// might have changed. A release and payment in advance pass from the limit on.
    /// </summary>
    public static Decision Of(Figures figures)
    {
        var excluded = ExcludedCustomer.Judge(figures);
        var suspended = Suspended.Judge(figures);
        if (figures.Order.AreFactsBehind || excluded.Outcome == V1.CheckOutcome.NotEvaluated)
            return new(OutcomeOf(excluded, suspended, []), [excluded, suspended, .. Behind()], figures);
        var released = ReleasedDocument.Judge(figures);
        var passes = figures.Order.IsPrepaid || released.Outcome == V1.CheckOutcome.Passed;
        Check[] rest =
        [
            released,
            .. FromLimitOn.Select(judge => judge(figures)).Select(check => passes ? Covered(check) : check),
        ];
        return new(OutcomeOf(excluded, suspended, rest), [excluded, suspended, .. rest], figures);
    }

    private static Check Covered(Check check) => Check.NotApplicable(check.Which)
        .Seen(check.Input, check.Threshold, check.AsOf);

    private static V1.OrderOutcome OutcomeOf(Check excluded, Check suspended, Check[] rest) =>
        excluded.Outcome == V1.CheckOutcome.Failed ? V1.OrderOutcome.Rejected
        : suspended.Outcome == V1.CheckOutcome.Failed ? V1.OrderOutcome.Held
        : rest.Length == 0 ? V1.OrderOutcome.NotEvaluated
        : Array.Exists(rest, c => c.Outcome == V1.CheckOutcome.Failed) ? V1.OrderOutcome.Held
        : Array.Exists(rest, c => c.Outcome == V1.CheckOutcome.NotEvaluated) ? V1.OrderOutcome.NotEvaluated
        : V1.OrderOutcome.Approved;

    private static IEnumerable<Check> Behind() =>
        Enumerable.Range((int)V1.OrderCheck.ReleasedDocument, 14)
            .Select(which => Check.NotEvaluated((V1.OrderCheck)which, "FACTS_BEHIND", FactsBehind));
}
