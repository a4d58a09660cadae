using Risk.Scoring.Covers;
using Risk.Scoring.CustomerFacts;
using Risk.Scoring.ExchangeRates;

namespace Risk.Scoring.Credit;

/// <summary>What a limit is worked out from, as of a day.</summary>
internal sealed record LimitFacts
{
    public required Guid CustomerId { get; init; }
    public required DateOnly Day { get; init; }

    /// <summary>Of the account, in which the limit is proposed.</summary>
    public required string Currency { get; init; }
    public V1.Grade Grade { get; init; }

    /// <summary>Null when none was filed.</summary>
    public LastStatement? Statement { get; init; }

    /// <summary>Invoiced less credited in the last 12 months, by currency.</summary>
    public IReadOnlyList<(string Currency, decimal Amount)> Purchases { get; init; } = [];
    public DateOnly? FirstInvoiceOn { get; init; }

    /// <summary>Granted by the account; null when none were stated.</summary>
    public int? NetDaysGranted { get; init; }

    /// <summary>Asked for in the call; 0 means those granted, else those of the policy.</summary>
    public int TermsDays { get; init; }

    /// <summary>On file, as it was known on the day.</summary>
    public IReadOnlyList<KnownReference> References { get; init; } = [];

    /// <summary>Stated in the call; they count instead of those on file, and so does the limit.</summary>
    public IReadOnlyList<(string Currency, decimal Amount)> TradeReferences { get; init; } = [];
    public (string Currency, decimal Amount)? ExternalLimit { get; init; }
    public string ExternalSource { get; init; } = "";

    /// <summary>Those that stand on the day.</summary>
    public IReadOnlyList<Cover> Covers { get; init; } = [];
    public RateTable Rates { get; init; } = RateTable.Empty;

    /// <summary>In the account's currency; null when there is no rate.</summary>
    public decimal? Own(string currency, decimal amount) => Rates.Find(currency, Currency)?.Of(amount);

    /// <summary>All of them; null when there is no rate for one.</summary>
    public decimal? Own(IEnumerable<(string Currency, decimal Amount)> amounts) =>
        amounts.Aggregate((decimal?)0, (sum, a) => sum + Own(a.Currency, a.Amount));
}

/// <summary>The lines of the newest statement that limits are worked out from; what it does not show is null.</summary>
internal sealed record LastStatement(
    DateOnly PeriodEnd, string? Currency, decimal? Equity, decimal? CurrentAssets, decimal? CurrentLiabilities);
