using Risk.Intake.V1;
using Risk.Scoring.CustomerFacts;
using Risk.Scoring.Ledger;

namespace Risk.Scoring.Credit;

/// <summary>
/// Limits by what others say. What the caller states counts instead of what is on file; of that, the newest word of
/// each, unless it is too old or has ended. Pure.
/// </summary>
internal static class ReferenceMethods
{
    /// <summary>The median of what other suppliers grant; one that is not paid counts as 0.</summary>
    public static V1.LimitMethodResult Trade(LimitFacts facts, int monthsMax)
    {
        const V1.LimitMethod method = V1.LimitMethod.TradeReferences;
        if (facts.TradeReferences.Count > 0)
            return Median(facts, method, facts.TradeReferences, [.. facts.TradeReferences.Select(
                r => LimitMethods.Input("trade_reference", Amounts.ForPeople(r.Amount, r.Currency), "request"))]);
        var (standing, stale) = OnFile(facts, CreditReferenceKind.Trade, monthsMax);
        V1.LimitInput[] inputs =
        [
            .. standing.Select(r => Input(TradeName(r), r)), .. stale.Select(r => Input("stale_trade_reference", r)),
        ];
        var counted = standing.Where(r => r.Amount is not null || r.Experience == PaymentExperience.Unpaid)
            .Select(r => r.Experience == PaymentExperience.Unpaid
                ? (facts.Currency, 0m)
                : (r.CurrencyCode, r.Amount!.Value)).ToList();
        return counted.Count > 0
            ? Median(facts, method, counted, inputs)
            : LimitMethods.None(method, stale.Count > 0 ? "REFERENCES_STALE" : "NO_REFERENCES", inputs);
    }

    /// <summary>The newest recommendation, of the same day the lower.</summary>
    public static V1.LimitMethodResult External(LimitFacts facts, int monthsMax)
    {
        const V1.LimitMethod method = V1.LimitMethod.External;
        if (facts.ExternalLimit is { } stated)
        {
            return Median(facts, method, [stated],
            [
                LimitMethods.Input("external_limit", Amounts.ForPeople(stated.Amount, stated.Currency), "request"),
                .. facts.ExternalSource.Length > 0
                    ? [LimitMethods.Input("external_source", facts.ExternalSource, "request")]
                    : Array.Empty<V1.LimitInput>(),
            ]);
        }
        var (standing, stale) = OnFile(facts, CreditReferenceKind.Recommendation, monthsMax);
        var older = stale.Select(r => Input("stale_external_limit", r)).ToList();
        if (standing.Where(r => r.Amount is not null).OrderByDescending(r => r.StatedOn)
                .ThenBy(r => facts.Own(r.CurrencyCode, r.Amount!.Value)).FirstOrDefault() is not { } newest)
        {
            return LimitMethods.None(
                method, older.Count > 0 ? "EXTERNAL_LIMIT_STALE" : "NO_EXTERNAL_LIMIT", older);
        }
        return Median(
            facts, method, [(newest.CurrencyCode, newest.Amount!.Value)], [Input("external_limit", newest), .. older]);
    }

    private static (List<KnownReference> Standing, List<KnownReference> Stale) OnFile(
        LimitFacts facts, CreditReferenceKind kind, int monthsMax)
    {
        var newest = facts.References.Where(r => r.Kind == kind && r.StatedOn <= facts.Day)
            .GroupBy(r => r.GivenBy, StringComparer.OrdinalIgnoreCase)
            .Select(said => said.OrderBy(r => r.StatedOn).Last())
            .OrderBy(r => r.GivenBy, StringComparer.OrdinalIgnoreCase)
            .ToLookup(r => (r.ValidUntil ?? r.StatedOn.AddMonths(monthsMax)) < facts.Day);
        return ([.. newest[false]], [.. newest[true]]);
    }

    private static V1.LimitMethodResult Median(
        LimitFacts facts, V1.LimitMethod method, IEnumerable<(string Currency, decimal Amount)> amounts,
        V1.LimitInput[] inputs)
    {
        var own = amounts.Select(a => facts.Own(a.Currency, a.Amount)).ToList();
        return own.TrueForAll(a => a is not null)
            ? LimitMethods.Result(facts, method, LimitMethods.Median([.. own.OfType<decimal>()]), inputs)
            : LimitMethods.None(method, "RATE_MISSING", inputs);
    }

    private static string TradeName(KnownReference reference) => reference.Experience switch
    {
        PaymentExperience.Late => "late_trade_reference",
        PaymentExperience.Unpaid => "unpaid_trade_reference",
        _ => "trade_reference",
    };

    private static V1.LimitInput Input(string name, KnownReference reference)
    {
        var value =
            reference.Amount is { } amount ? Amounts.ForPeople(amount, reference.CurrencyCode) : "no limit stated";
        var input = LimitMethods.Input(name, value, "file", reference.StatedOn);
        input.GivenBy = reference.Source.Length > 0 ? $"{reference.GivenBy}: {reference.Source}" : reference.GivenBy;
        return input;
    }
}
