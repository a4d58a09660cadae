using Risk.Intake.V1;
using Risk.Scoring.Credit;
using Risk.Scoring.Ledger;

namespace Risk.Scoring.Orders;

/// <summary>What is open or was decided of an order before.</summary>
internal sealed record OrderHistory
{
    public Guid? OpenHoldId { get; init; }

    public EarlierDecision? Earlier { get; init; }
}

/// <summary>
/// A locked customer while orders are decided one after another; what they reserve counts for the next.
/// </summary>
internal sealed class CustomerState(CreditAccount account)
{
    private readonly Dictionary<string, Exposure> exposures = new(StringComparer.Ordinal);
    private readonly HashSet<string> changed = new(StringComparer.Ordinal);

    public CreditAccount Account { get; } = account;
    public CustomerStatus Status { get; set; }
    public DateTimeOffset? CustomerAsOf { get; set; }
    public V1.Grade Grade { get; set; }
    public decimal? PaymentIndex { get; set; }
    public DateTimeOffset? ScoredAsOf { get; set; }
    public IReadOnlyList<LegalRecordKind> ExcludingRecords { get; set; } = [];

    /// <summary>
    /// Reserved amounts whose time is over, by currency: free, although nobody has swept them up yet.
    /// </summary>
    public Dictionary<string, decimal> Expired { get; } = new(StringComparer.Ordinal);

    public bool HasOtherCurrencies => exposures.Keys.Any(c => c != Account.CurrencyCode);

    public IEnumerable<Exposure> Changed => changed.Select(c => exposures[c]);

    public void Put(Exposure exposure) => exposures[exposure.Currency] = exposure;

    public void Reserve(string currency, decimal amount)
    {
        var exposure = exposures.GetValueOrDefault(currency) ?? new(currency) { AsOf = DateTimeOffset.UnixEpoch };
        Put(exposure with { Reserved = exposure.Reserved + amount });
        changed.Add(currency);
    }

    public CustomerStanding Standing(IReadOnlyList<Overdue> overdue, EarlierDecision? earlier) => new()
    {
        Account = Account,
        Limit = Account.Terms,
        Status = Status,
        ExcludingRecords = ExcludingRecords,
        CustomerAsOf = CustomerAsOf,
        Grade = Grade,
        PaymentIndex = PaymentIndex,
        ScoredAsOf = ScoredAsOf,
        Exposures = [.. exposures.Values.Select(Unexpired)],
        Overdue = overdue,
        Earlier = earlier,
    };

    private Exposure Unexpired(Exposure exposure) =>
        exposure with { Reserved = exposure.Reserved - Expired.GetValueOrDefault(exposure.Currency) };
}
