using Risk.Scoring.Ledger;

namespace Risk.Scoring.Credit;

/// <summary>
/// What a limit change sets: the limit, or that there is none, a temporary limit that replaces it, and on what terms
/// and until when it is granted.
/// </summary>
internal sealed record LimitTerms
{
    public required string Currency { get; init; }
    public required decimal Limit { get; init; }
    public required bool Unlimited { get; init; }
    public decimal? TemporaryLimit { get; init; }
    public DateOnly? TemporaryFrom { get; init; }
    public DateOnly? TemporaryUntil { get; init; }

    /// <summary>Of the customer's whole group; null means that it has none.</summary>
    public decimal? GroupLimit { get; init; }

    /// <summary>The last day; null means without end.</summary>
    public DateOnly? ValidUntil { get; init; }

    /// <summary>The longest terms, net days; null means that none were stated and any are accepted.</summary>
    public int? NetDaysMax { get; init; }

    /// <summary>Only of a new currency, in which the old number would mean something else.</summary>
    public decimal? OrderValueMax { get; init; }

    /// <summary>For longer than the other.</summary>
    public bool OutlastsThatOf(LimitTerms other) =>
        other.ValidUntil is { } day && (ValidUntil is null || ValidUntil > day);

    /// <summary>Longer terms are credit for longer.</summary>
    public bool GrantsLongerTermsThan(LimitTerms other) =>
        other.NetDaysMax is { } days && (NetDaysMax is null || NetDaysMax > days);

    /// <summary>The most that it grants on any day; null means any amount.</summary>
    public decimal? Most => Unlimited ? null : Math.Max(Limit, Math.Max(TemporaryLimit ?? 0, GroupLimit ?? 0));

    /// <summary>On any day, without the temporary limit.</summary>
    public bool Grants(string currency, decimal limit) => Currency == currency && limit <= Limit;

    /// <summary>On each day on which the other's temporary limit would be in force.</summary>
    public bool GrantsTemporaryOf(LimitTerms other) =>
        other.TemporaryLimit is not { } temporary
        || Grants(other.Currency, temporary)
        || (Currency == other.Currency && temporary <= TemporaryLimit
            && other.TemporaryFrom >= TemporaryFrom && other.TemporaryUntil <= TemporaryUntil);

    /// <summary>Null means that there is no limit.</summary>
    public decimal? InForceOn(DateOnly day) =>
        Unlimited ? null : IsTemporaryOn(day) ? TemporaryLimit : Limit;

    public bool IsTemporaryOn(DateOnly day) =>
        TemporaryLimit is not null && TemporaryFrom <= day && day <= TemporaryUntil;

    public V1.TemporaryLimit? TemporaryToContract() => TemporaryLimit is not { } limit ? null : new()
    {
        Limit = Amounts.ToMoney(limit, Currency),
        From = Amounts.ToContract(TemporaryFrom!.Value),
        Until = Amounts.ToContract(TemporaryUntil!.Value),
    };

    public V1.LimitTerms ToContract()
    {
        var terms = new V1.LimitTerms
        {
            Limit = Amounts.ToMoney(Limit, Currency),
            Unlimited = Unlimited,
            TemporaryLimit = TemporaryToContract(),
            GroupLimit = GroupLimit is { } ofGroup ? Amounts.ToMoney(ofGroup, Currency) : null,
            ValidUntil = ValidUntil is { } until ? Amounts.ToContract(until) : null,
            OrderValueMax = OrderValueMax is { } max ? Amounts.ToMoney(max, Currency) : null,
        };
        if (NetDaysMax is { } days)
            terms.NetDaysMax = days;
        return terms;
    }
}
