using Google.Protobuf.WellKnownTypes;
using Risk.Intake.V1;
using Risk.Scoring.Ledger;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Credit;

/// <summary>
/// How much a customer may owe, and on what terms. Its row guards the customer's ledger and reservations.
/// </summary>
internal sealed class CreditAccount
{
    /// <summary>The longest net days that may be granted or asked for.</summary>
    public const int NetDaysMost = 720;

    public required Guid CustomerId { get; init; }
    public required string CurrencyCode { get; set; }
    public decimal LimitAmount { get; private set; }
    public bool Unlimited { get; private set; }
    public decimal? TemporaryLimit { get; private set; }
    public DateOnly? TemporaryFrom { get; private set; }
    public DateOnly? TemporaryUntil { get; private set; }

    /// <summary>Null means that none were stated and any are accepted.</summary>
    public int? NetDaysMax { get; private set; }

    /// <summary>Unspecified means any.</summary>
    public PaymentMethod RiskiestMethod { get; set; }
    public DateOnly? ValidUntil { get; set; }
    public decimal? OrderValueMax { get; set; }
    public bool ForcedHold { get; set; }

    /// <summary>Of the group of which the customer is the head; null means none.</summary>
    public decimal? GroupLimit { get; private set; }

    /// <summary>Highest level of dunning of the open items, 0 to 9.</summary>
    public int DunningLevel { get; set; }

    /// <summary>Head of the customer's group; null while it is alone.</summary>
    public Guid? GroupId { get; set; }

    /// <summary>By which rules the customer's ledger was kept.</summary>
    public short LedgerRules { get; init; } = LedgerReading.RulesVersion;
    public long Version { get; set; }
    public DateTimeOffset ChangedAt { get; set; }

    public LimitTerms Terms => new()
    {
        Currency = CurrencyCode,
        Limit = LimitAmount,
        Unlimited = Unlimited,
        TemporaryLimit = TemporaryLimit,
        TemporaryFrom = TemporaryFrom,
        TemporaryUntil = TemporaryUntil,
        GroupLimit = GroupLimit,
        ValidUntil = ValidUntil,
        NetDaysMax = NetDaysMax,
    };

    public void Write(LimitTerms terms)
    {
        if (terms.Currency != CurrencyCode)
            OrderValueMax = terms.OrderValueMax;
        CurrencyCode = terms.Currency;
        LimitAmount = terms.Limit;
        Unlimited = terms.Unlimited;
        TemporaryLimit = terms.TemporaryLimit;
        TemporaryFrom = terms.TemporaryFrom;
        TemporaryUntil = terms.TemporaryUntil;
        GroupLimit = terms.GroupLimit;
        ValidUntil = terms.ValidUntil;
        NetDaysMax = terms.NetDaysMax;
    }

    /// <summary>A copy that differs, for what-if questions.</summary>
    public CreditAccount As(Action<CreditAccount> change)
    {
        var copy = (CreditAccount)MemberwiseClone();
        change(copy);
        return copy;
    }

    public void Changed(DateTimeOffset at)
    {
        Version++;
        ChangedAt = at;
    }

    /// <summary>Without what comes from elsewhere: name, grade, exposure, ageing.</summary>
    public V1.CreditAccount ToContract(DateOnly day)
    {
        var account = new V1.CreditAccount
        {
            CustomerId = CustomerId.ToString(),
            CurrencyCode = CurrencyCode,
            Limit = Amounts.ToMoney(LimitAmount, CurrencyCode),
            Unlimited = Unlimited,
            TemporaryLimit = Terms.TemporaryToContract(),
            LimitInForce = Terms.InForceOn(day) is { } limit ? Amounts.ToMoney(limit, CurrencyCode) : null,
            RiskiestPaymentMethod = RiskiestMethod,
            ValidUntil = ValidUntil is { } until ? Amounts.ToContract(until) : null,
            OrderValueMax = OrderValueMax is { } max ? Amounts.ToMoney(max, CurrencyCode) : null,
            ForcedHold = ForcedHold,
            GroupLimit = GroupLimit is { } ofGroup ? Amounts.ToMoney(ofGroup, CurrencyCode) : null,
            GroupId = GroupId?.ToString() ?? "",
            DunningLevel = DunningLevel,
            Etag = Etag.Of(Version),
            ChangedAt = Timestamp.FromDateTimeOffset(ChangedAt),
        };
        if (NetDaysMax is { } days)
            account.NetDaysMax = days;
        return account;
    }
}
