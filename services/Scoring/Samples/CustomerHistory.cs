using Risk.Intake.V1;
using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Engine.Outcomes;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Ledger;

namespace Risk.Scoring.Samples;

/// <summary>Master data with legal records and ratings, from a change on.</summary>
internal sealed record KnownVersion(DateTimeOffset ChangedAt, FactSheet Facts, Guid? HeadId);

/// <summary>A score of the head of a group.</summary>
internal sealed record HeadScore(Guid HeadId, Grade Grade, DateOnly AsOfDay, DateTimeOffset ScoredAt);

/// <summary>Everything that was ever told of a customer, each with the day on which it was.</summary>
internal sealed class CustomerHistory(Guid customerId, Func<LedgerDocument, DateOnly> knownOn)
{
    private const int YearMonths = 12;
    private const int RescheduledMonths = 24;

    private (int Documents, ReceivableBook Book)? read;

    public Guid CustomerId => customerId;

    public List<KnownVersion> Versions { get; } = [];

    public List<FinancialStatement> Statements { get; } = [];

    /// <summary>In the order in which they were applied.</summary>
    public List<LedgerDocument> Documents { get; } = [];

    public List<HeadScore> HeadScores { get; } = [];

    /// <summary>What was known at the end of the day.</summary>
    public FactSheet KnownOn(DateOnly day)
    {
        var known = Documents.Where(d => knownOn(d) <= day).ToList();
        if (read is not { } kept || kept.Documents != known.Count)
            read = kept = (known.Count, new(Replay.Of(known)));
        return Sheet(day, known, kept.Book);
    }

    /// <summary>When the customer was in default, by what is known now.</summary>
    public DefaultHistory Defaults(OutcomeDefinition definition)
    {
        var book = new ReceivableBook(Replay.Of(Documents));
        var standing = Replay.Standing(Documents);
        var newest = Versions.MaxBy(v => v.ChangedAt)?.Facts.LegalRecords ?? [];
        int[] ages = definition.IndeterminateDays > 0
            ? [definition.Default.PastDueDays, definition.IndeterminateDays]
            : [definition.Default.PastDueDays];
        return new(
            definition,
            day => new()
            {
                AsOf = day,
                Company = VersionOn(day)?.Facts.Company ?? new(),
                LegalRecords = newest,
                Settled = book.SettledBy(day),
                Unpaid = book.UnpaidOn(day),
                Rescheduled = Rescheduled(standing, day),
            },
            [
                .. book.Turns(ages),
                .. newest.Where(r => r.Kind == LegalKind.Insolvency).Select(r => r.RecordedOn),
                .. Versions.Where(v => v.Facts.Company.IsInsolvent)
                    .Select(v => DateOnly.FromDateTime(v.ChangedAt.UtcDateTime)),
                .. standing.Where(d => d.Kind == DocumentKind.ProtectiveRescheduling).Select(d => d.IssuedOn),
            ]);
    }

    private FactSheet Sheet(DateOnly day, List<LedgerDocument> known, ReceivableBook book)
    {
        var standing = Replay.Standing(known);
        var version = VersionOn(day);
        var traded = known.Where(d => d.IssuedOn <= day && d.IssuedOn > day.AddMonths(-YearMonths)).ToList();
        return (version?.Facts ?? new() { AsOf = day }) with
        {
            AsOf = day,
            LegalRecords = [.. version?.Facts.LegalRecords.Where(r => r.IsKnownOn(day)) ?? []],
            Statements = [.. Statements.Where(s => s.IsKnownOn(day))],
            Settled = book.SettledBy(day),
            Unpaid = book.UnpaidOn(day),
            TradeDays = TradeDays(traded),
            FirstTradeOn = known.Where(IsTrade).Select(d => (DateOnly?)d.IssuedOn).Where(d => d <= day).Min(),
            TradeAmounts = TradeAmounts(traded),
            Promises = Promises(standing, book, day),
            Rescheduled = Rescheduled(standing, day),
            Head = HeadOn(version?.HeadId, day),
        };
    }

    private KnownVersion? VersionOn(DateOnly day) => Versions
        .Where(v => DateOnly.FromDateTime(v.ChangedAt.UtcDateTime) <= day)
        .MaxBy(v => v.ChangedAt);

    private HeadGrade? HeadOn(Guid? headId, DateOnly day) => HeadScores
        .Where(s => s.HeadId == headId && s.AsOfDay <= day && DateOnly.FromDateTime(s.ScoredAt.UtcDateTime) <= day)
        .OrderByDescending(s => s.AsOfDay).ThenByDescending(s => s.ScoredAt)
        .Select(s => new HeadGrade(s.Grade, s.AsOfDay))
        .FirstOrDefault();

    private static bool IsTrade(LedgerDocument document) =>
        document.Kind is DocumentKind.Order or DocumentKind.Invoice or DocumentKind.Dispute;

    private static List<TradeDay> TradeDays(List<LedgerDocument> documents) =>
    [
        .. documents.Where(IsTrade).GroupBy(d => d.IssuedOn).Select(g => new TradeDay(g.Key)
        {
            Orders = g.Count(d => d.Kind == DocumentKind.Order),
            Invoices = g.Count(d => d.Kind == DocumentKind.Invoice),
            Disputes = g.Count(d => d.Kind == DocumentKind.Dispute),
        }),
    ];

    private static List<TradeAmount> TradeAmounts(List<LedgerDocument> documents) =>
    [
        .. documents.Where(d => d.Kind is DocumentKind.Invoice or DocumentKind.GoodsReturn)
            .GroupBy(d => d.Currency, StringComparer.Ordinal)
            .Select(g => new TradeAmount(
                g.Key,
                g.Where(d => d.Kind == DocumentKind.Invoice).Sum(d => d.Amount),
                g.Where(d => d.Kind == DocumentKind.GoodsReturn).Sum(d => d.Amount))),
    ];

    private static List<PromiseFact> Promises(List<LedgerDocument> standing, ReceivableBook book, DateOnly day) =>
    [
        .. standing.Where(d => d.Kind == DocumentKind.PromiseToPay && d.IssuedOn <= day)
            .Select(d => (Document: d, DueOn: d.DueOn ?? d.IssuedOn))
            .Where(p => p.DueOn >= day.AddMonths(-YearMonths))
            .Select(p => new PromiseFact(p.Document.Currency, p.Document.IssuedOn, p.DueOn, p.Document.Amount)
            {
                PaidAmount = book.Paid(p.Document, p.DueOn < day ? p.DueOn : day),
            }),
    ];

    private static List<RescheduledPart> Rescheduled(List<LedgerDocument> standing, DateOnly day) =>
    [
        .. standing.Where(d => d.Kind == DocumentKind.ProtectiveRescheduling && d.IssuedOn <= day
                && d.IssuedOn > day.AddMonths(-RescheduledMonths))
            .Select(d => new RescheduledPart(d.Currency, d.IssuedOn, d.Amount)),
    ];
}
