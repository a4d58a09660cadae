using Risk.Intake.V1;
using Risk.Scoring.Concentration;
using Risk.Scoring.Conditions;
using Risk.Scoring.Covers;
using Risk.Scoring.Credit;
using Risk.Scoring.Ledger;

namespace Risk.Scoring.Orders;

/// <summary>What is known of a customer when an order is checked.</summary>
internal sealed record CustomerStanding
{
    public required CreditAccount Account { get; init; }

    /// <summary>With the limit that a what-if puts in place of the account's.</summary>
    public required LimitTerms Limit { get; init; }
    public CustomerStatus Status { get; init; }

    /// <summary>Legal records that exclude the customer: insolvency, sanctions.</summary>
    public IReadOnlyList<LegalRecordKind> ExcludingRecords { get; init; } = [];
    public DateTimeOffset? CustomerAsOf { get; init; }
    public V1.Grade Grade { get; init; }
    public string Segment { get; init; } = "";

    /// <summary>Head of the customer's group; null when it is alone.</summary>
    public Guid? GroupId { get; init; }
    public decimal? PaymentIndex { get; init; }
    public DateTimeOffset? ScoredAsOf { get; init; }

    /// <summary>
    /// By currency; without reservations that have expired, this very order, and advances that wait for other orders.
    /// </summary>
    public IReadOnlyList<Exposure> Exposures { get; init; } = [];

    /// <summary>By currency, on the day on which the order is judged.</summary>
    public IReadOnlyList<Overdue> Overdue { get; init; } = [];

    /// <summary>Conditions of approval that nobody has stated to be met.</summary>
    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    /// <summary>Covers that nobody has ended, whether they have lapsed or not.</summary>
    public IReadOnlyList<Cover> Covers { get; init; } = [];

    /// <summary>Open and reserved orders that are to be delivered on a day, without this very order.</summary>
    public IReadOnlyList<LaterOrders> Later { get; init; } = [];

    /// <summary>Of other orders, those that end first, the first of them first.</summary>
    public IReadOnlyList<EndingReservation> Reservations { get; init; } = [];

    /// <summary>Null when the customer is alone, or its group has no limit.</summary>
    public GroupStanding? Group { get; init; }

    /// <summary>Null when no cap is in force.</summary>
    public PortfolioStanding? Portfolio { get; init; }

    /// <summary>What people have decided on this very order before; null when nothing.</summary>
    public EarlierDecision? Earlier { get; init; }

    /// <summary>What is open of this very order already, in its currency.</summary>
    public decimal OpenOfOrder { get; init; }

    /// <summary>What of this very order was delivered or billed already, in its currency.</summary>
    public decimal TakenOfOrder { get; init; }

    /// <summary>What is ordered already, delivered or not.</summary>
    public decimal Ordered => OpenOfOrder + TakenOfOrder;

    /// <summary>What was paid in advance for this very order, in its currency.</summary>
    public decimal Advance { get; init; }
}

/// <summary>What is ordered, in one currency, to be delivered on a day.</summary>
internal sealed record LaterOrders(string Currency, decimal Amount, DateOnly DeliverOn);

/// <summary>What is reserved for an order until it is confirmed, given back, or its time is over.</summary>
internal sealed record EndingReservation(
    string System, string Id, string Currency, decimal Amount, DateTimeOffset EndsAt)
{
    /// <summary>Null means soon.</summary>
    public DateOnly? DeliverOn { get; init; }
}

/// <summary>The limit of a group and what all its members together owe, without this very order.</summary>
internal sealed record GroupStanding(string Currency, decimal Limit, IReadOnlyList<Exposure> Exposures)
{
    /// <summary>The last day of the limit, as of the head's own; null means without end.</summary>
    public DateOnly? ValidUntil { get; init; }

    /// <summary>Of all members, orders that are to be delivered on a day, without this very order.</summary>
    public IReadOnlyList<LaterOrders> Later { get; init; } = [];
}

/// <summary>The score that counts on the day of an order.</summary>
internal sealed record ScoreOnDay(V1.Grade Grade, decimal? PaymentIndex, DateTimeOffset? AsOf);
