using Risk.Scoring.Ledger;

namespace Risk.Scoring.Credit;

/// <summary>
/// What a limit change sets: the limit, or that there is none, and a temporary limit that replaces it.
/// </summary>
internal sealed record LimitTerms
{
    public required string Currency { get; init; }
    public required decimal Limit { get; init; }
    public required bool Unlimited { get; init; }
    public decimal? TemporaryLimit { get; init; }
    public DateOnly? TemporaryFrom { get; init; }
    public DateOnly? TemporaryUntil { get; init; }

    public decimal Highest => Math.Max(Limit, TemporaryLimit ?? 0);

    /// <summary>Null means that there is no limit.</summary>
    public decimal? InForceOn(DateOnly day) =>
        Unlimited ? null
        : TemporaryLimit is { } temporary && TemporaryFrom <= day && day <= TemporaryUntil ? temporary
        : Limit;

    public V1.TemporaryLimit? TemporaryToContract() => TemporaryLimit is not { } limit ? null : new()
    {
        Limit = Amounts.ToMoney(limit, Currency),
        From = Amounts.ToContract(TemporaryFrom!.Value),
        Until = Amounts.ToContract(TemporaryUntil!.Value),
    };

    public V1.LimitTerms ToContract() => new()
    {
        Limit = Amounts.ToMoney(Limit, Currency),
        Unlimited = Unlimited,
        TemporaryLimit = TemporaryToContract(),
    };
}
