using DocumentKind = Risk.Intake.V1.DocumentKind;

namespace Risk.Monitoring.Receivables;

/// <summary>
/// What of a component can change no more as long as what comes is newer and names none of it: then it need not be read
/// again. Credits are used up in the order of their days, so those up to a day have done all that they ever do, and the
/// invoices that they have settled as a whole are settled for good. Pure.
/// </summary>
internal sealed class Freezing
{
    // Fewer documents are settled anew faster than they are frozen.
    private const int DocumentsMin = 64;
    private const int FrozenMin = DocumentsMin / 2;

    // What is posted later than this after its day is rare.
    private const int DaysLive = 60;

    private readonly Dictionary<Guid, BookDocument> byKey = [];
    private readonly ILookup<Guid, BookDocument> reversals;
    private readonly HashSet<Guid> undone;

    private Freezing(IReadOnlyCollection<BookDocument> documents, DateOnly until)
    {
        Until = until;
        foreach (var document in documents)
            byKey[document.Id] = byKey[document.NameKey] = document;
        reversals = documents.Where(d => d.Kind == DocumentKind.Reversal && d.Links.Count > 0)
            .ToLookup(r => r.Links[0].Key);
        undone = Settling.Undone(documents);
        var settled = Settling.Of([.. documents.Where(d => !Settling.IsCredit(d.Kind) || d.IssuedOn <= until)]).Invoices
            .ToDictionary(i => i.Document.Id);
        var frozen = documents.Where(d => IsEnd(d, settled)).Select(d => d.Id).ToHashSet();
        Frozen = [.. documents.Where(d => frozen.Contains(d.Id) || IsAbout(d, frozen))];
        Carried = settled.Values.Where(i => i.Open > 0 && i.Fills.Count > 0)
            .ToDictionary(i => i.Document.Id, i => i.Fills);
    }

    /// <summary>The day up to which credits are frozen.</summary>
    public DateOnly Until { get; }

    public IReadOnlyList<BookDocument> Frozen { get; }

    /// <summary>What frozen credits have settled of invoices that are open still.</summary>
    public IReadOnlyDictionary<Guid, List<Fill>> Carried { get; }

    /// <summary>The names of what is frozen, and those that it waits for.</summary>
    public IEnumerable<Guid> Keys => Frozen.SelectMany(d =>
        d.Links.Select(l => l.Key).Where(key => !byKey.ContainsKey(key)).Prepend(d.NameKey));

    /// <summary>
    /// Null when it is not worth it, or when documents come that are older than what would be frozen.
    /// </summary>
    public static Freezing? Of(Component component, DateOnly today)
    {
        List<BookDocument> documents =
            [.. component.Kept.Select(k => k.Document), .. component.Joining.Select(j => j.Document)];
        if (documents.Count < DocumentsMin)
            return null;
        var newest = documents.Max(d => d.IssuedOn);
        var until = (newest < today ? newest : today).AddDays(-DaysLive);
        if (until <= component.Until || component.Joining.Any(j => j.Document.IssuedOn <= until))
            return null;
        var freezing = new Freezing(documents, until);
        return freezing.Frozen.Count >= FrozenMin ? freezing : null;
    }

    /// <summary>An old credit, an invoice that old credits have settled, or what was undone by what is old.</summary>
    private bool IsEnd(BookDocument document, Dictionary<Guid, Invoice> settled) =>
        undone.Contains(document.Id)
            ? IsOld(document) && reversals[document.Id].Concat(reversals[document.NameKey]).All(IsOld)
            : Settling.IsCredit(document.Kind)
                ? IsOld(document)
                : document.Kind == DocumentKind.Invoice && settled[document.Id].Open == 0;

    /// <summary>What speaks of frozen documents alone, and has undone no others.</summary>
    private bool IsAbout(BookDocument document, HashSet<Guid> frozen)
    {
        var links = document.Kind == DocumentKind.Reversal ? document.Links.Take(1) : document.Links;
        return document.Links.Count > 0
            && document.Kind is DocumentKind.Dispute or DocumentKind.DisputeResolved or DocumentKind.DraftHonoured
                or DocumentKind.DraftDishonoured or DocumentKind.Reversal or DocumentKind.Clearing
            && (document.Kind != DocumentKind.Reversal || IsOld(document))
            && links.All(l => byKey.TryGetValue(l.Key, out var target) && frozen.Contains(target.Id));
    }

    private bool IsOld(BookDocument document) => document.IssuedOn <= Until;
}
