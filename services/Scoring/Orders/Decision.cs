using Risk.Scoring.Orders.Checks;

namespace Risk.Scoring.Orders;

/// <summary>What the checks together decide of an order. Pure.</summary>
internal sealed record Decision(V1.OrderOutcome Outcome, IReadOnlyList<Check> Checks, Figures Figures)
{
    private static readonly (V1.OrderCheck Which, Func<Figures, Thresholds, Check> Judge)[] FromLimitOn =
    [
        (V1.OrderCheck.Limit, (figures, _) => WithinLimit.Judge(figures)),
        (V1.OrderCheck.OrderValue, OrderValue.Judge),
        (V1.OrderCheck.LimitExpired, LimitValid.Judge),
        (V1.OrderCheck.Terms, (figures, _) => TermsGranted.Judge(figures)),
        (V1.OrderCheck.OldestOverdue, OldestOverdue.Judge),
        (V1.OrderCheck.OverdueShare, OverdueShare.Judge),
        (V1.OrderCheck.OverdueAndUtilisation, OverdueAndUtilisation.Judge),
        (V1.OrderCheck.DunningLevel, DunningLevel.Judge),
        (V1.OrderCheck.PaymentIndex, PaymentBehaviour.Judge),
        (V1.OrderCheck.Grade, GradeAtLeast.Judge),
        (V1.OrderCheck.Conditions, (figures, _) => ConditionsMet.Judge(figures)),
        (V1.OrderCheck.Cover, CoverStands.Judge),
        (V1.OrderCheck.Concentration, (figures, _) => WithinConcentration.Judge(figures)),
    ];

    private static readonly ServiceDefaults.Requests.Text FactsBehind = new(
        "Facts that the order depends on have not arrived yet.", "订单所依据的数据尚未到达。");

    /// <summary>
    /// Nothing could be said for certain, and the caller goes ahead: the grade allows it, nothing that is known speaks
    /// against it, and nobody asked to wait for facts.
    /// </summary>
    public bool GoesAhead { get; private init; }

    /// <summary>The order waits for something that somebody could do about it.</summary>
    public bool NeedsRemedies =>
        Outcome == V1.OrderOutcome.Held || (Outcome == V1.OrderOutcome.NotEvaluated && !GoesAhead);

    /// <summary>
    /// Only the first check rejects; the first two are never skipped. With facts behind, nothing is held for what they
    /// might have changed. A release and payment in advance pass from the limit on.
    /// </summary>
    public static Decision Of(Figures figures)
    {
        var excluded = ExcludedCustomer.Judge(figures);
        var suspended = Suspended.Judge(figures);
        var rest = Rest(figures);
        var isBehind = figures.AreFactsBehind
            || excluded.Outcome == V1.CheckOutcome.NotEvaluated;
        var outcome = OutcomeOf(excluded, suspended, isBehind ? [] : rest);
        return new(outcome, [excluded, suspended, .. isBehind ? Behind() : rest], figures)
        {
            GoesAhead = outcome == V1.OrderOutcome.NotEvaluated && figures.Thresholds.FailOpen
                && !figures.Order.IsNotBeforeUnmet && figures.IsWithinLimitAsKnown
                && !Array.Exists(rest, c => c.Outcome == V1.CheckOutcome.Failed),
        };
    }

    private static Check[] Rest(Figures figures)
    {
        var released = ReleasedDocument.Judge(figures);
        var isReleased = released.Outcome == V1.CheckOutcome.Passed;
        // Without the check of terms nobody says that the money is missing: then it must be there.
        var isPaid = figures.Order.IsPrepaid
            && (figures.For(V1.OrderCheck.Terms) is not null || figures.Customer.Advance >= figures.Order.AdvanceDue);
        return
        [
            released,
            .. FromLimitOn.Select(rule => Judge(figures, rule.Which, rule.Judge)).Select(check =>
                isReleased || (isPaid && check.Reason != TermsGranted.AdvanceMissing) ? Covered(check) : check),
        ];
    }

    private static Check Judge(Figures figures, V1.OrderCheck which, Func<Figures, Thresholds, Check> judge) =>
        figures.For(which) is { } thresholds
            ? judge(figures, thresholds)
            : Check.NotApplicable(which).Seen("", "excluded by the policy", null);

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
        FromLimitOn.Select(rule => rule.Which).Prepend(V1.OrderCheck.ReleasedDocument)
            .Select(which => Check.NotEvaluated(which, "FACTS_BEHIND", FactsBehind));
}
