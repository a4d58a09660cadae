using System.Runtime.InteropServices;

namespace Risk.Scoring.Ledger;

/// <summary>
/// The lines of one customer in memory, and what documents do to them. Pure: the same documents in the same order give
/// the same lines. It needs to hold only the lines that the documents touch.
/// </summary>
internal sealed partial class CustomerLedger
{
    private readonly Dictionary<LineName, Line> lines = [];
    private readonly Dictionary<Guid, Line> linesById = [];
    private readonly Dictionary<Guid, LineName> names = [];
    private readonly Dictionary<LineName, decimal> announced = [];
    private readonly Dictionary<Guid, List<Line>> deliveries = [];
    private readonly Dictionary<Guid, List<PendingLink>> pending = [];
    private readonly Dictionary<Guid, List<Settlement>> settlementsByCredit = [];
    private readonly Dictionary<Line, (decimal Balance, decimal Disputed)> touched = [];

    /// <summary>Ids that lines have had before; a replay gives them again.</summary>
    public IReadOnlyDictionary<LineName, Guid> FormerIds { get; init; } = new Dictionary<LineName, Guid>();

    public IEnumerable<Line> Lines => lines.Values;

    public IEnumerable<PendingLink> Pending => pending.Values.SelectMany(p => p).Distinct();

    public IEnumerable<Settlement> Settlements => settlementsByCredit.Values.SelectMany(s => s);

    /// <summary>What the documents applied so far have changed.</summary>
    public LedgerChanges Changes { get; } = new();

    public void Hold(Line line)
    {
        lines[line.Name] = line;
        linesById[line.Id] = line;
        if (line.DocumentId is { } document && line.Name.Kind != LineKind.DraftCredit)
            names[document] = line.Name;
        if (line.Name.Kind == LineKind.Delivery && line.OrderLineId is { } order)
            ListOf(deliveries, order).Add(line);
    }

    /// <summary>The delivery follows this order too.</summary>
    public void Hold(Line delivery, Guid orderId)
    {
        if (!ListOf(deliveries, orderId).Contains(delivery))
            ListOf(deliveries, orderId).Add(delivery);
    }

    public void Hold(PendingLink link)
    {
        ListOf(pending, link.CreditLineId).Add(link);
        ListOf(pending, link.TargetLineId).Add(link);
    }

    public void Hold(Settlement settlement) => ListOf(settlementsByCredit, settlement.Credit.Id).Add(settlement);

    public Line? Find(Guid lineId) => linesById.GetValueOrDefault(lineId);

    /// <summary>
    /// Tells under which name a document is or will be known, for links that give its id, and how much it is, for those
    /// that share their document out among several.
    /// </summary>
    public void Name(LedgerDocument document)
    {
        if (KindOf(document) is not { } kind)
            return;
        var name = names[document.Id] = NameOf(document, kind);
        if (kind is LineKind.Order or LineKind.Delivery or LineKind.Invoice or LineKind.Draft
            && document.Kind != LedgerDocument.Confirmation)
            announced[name] = document.Amount;
    }

    /// <summary>
    /// Others have taken more of the document than it is, before it came: some of that may be for what they name
    /// beside it.
    /// </summary>
    public bool IsOvertaken(LedgerDocument document) =>
        document.Kind != LedgerDocument.Confirmation && KindOf(document) is { } kind
        && lines.TryGetValue(NameOf(document, kind), out var line) && !line.IsKnown
        && line.Taken + line.Disputed > document.Amount;

    private static LineName NameOf(LedgerDocument document, LineKind kind) =>
        new(kind, document.System, document.ExternalId, document.Currency);

    /// <summary>The line of the name; an empty one when none of its documents has come.</summary>
    private Line At(LineName name)
    {
        if (!lines.TryGetValue(name, out var line))
        {
            var id = FormerIds.TryGetValue(name, out var former) ? former : Guid.CreateVersion7();
            Hold(line = new() { Id = id, Name = name });
        }
        return line;
    }

    /// <summary>The name that a link means; null when it means none of this kind in the document's currency.</summary>
    private LineName? NameOf(LedgerLink link, LedgerDocument from)
    {
        if (link.DocumentId is { } id)
            return names.TryGetValue(id, out var name) && name.Currency == from.Currency ? name : null;
        return link.Id.Length > 0 && Enum.IsDefined((LineKind)link.Kind)
            ? new LineName((LineKind)link.Kind, link.System, link.Id, from.Currency)
            : null;
    }

    /// <summary>Remembers how the line stood before the document, once.</summary>
    private Line Touch(Line line)
    {
        ref var before = ref CollectionsMarshal.GetValueRefOrAddDefault(touched, line, out var known);
        if (!known)
            before = (line.Balance, line.DisputedOpen);
        return line;
    }

    private static List<T> ListOf<T>(Dictionary<Guid, List<T>> lists, Guid key)
    {
        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(lists, key, out _);
        return list ??= [];
    }
}
