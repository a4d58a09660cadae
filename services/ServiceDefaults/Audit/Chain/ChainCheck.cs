using System.Globalization;
using System.Security.Cryptography;
using Risk.Types.V1;

namespace Risk.ServiceDefaults.Audit;

/// <summary>
/// Walks along links and entries and says what is wrong: pure, fed by <see cref="AuditChain"/>. After a fault it goes
/// on from the stored link, so that each fault is reported where it is.
/// </summary>
internal sealed class ChainCheck(
    long from, byte[]? hashBefore, IReadOnlyDictionary<long, IReadOnlyList<AuditHead>> heads)
{
    private const int FaultsMax = 100;

    private readonly List<AuditFault> faults = [];
    private byte[]? previous = hashBefore;
    private (ulong, long)? lastPlace;
    private long expected = from;

    public IReadOnlyList<AuditFault> Faults => faults;

    public long EntriesVerified { get; private set; }

    /// <summary>The next link; its numbers must have no hole and its places must ascend.</summary>
    public void Arrive(StoredLink link)
    {
        if (link.Link != expected)
        {
            var kind = expected == 1 ? AuditFaultKind.CutAtStart : AuditFaultKind.BrokenLink;
            Add(expected, kind, $"links {expected} to {link.Link - 1} are missing");
            previous = null;
        }
        if (lastPlace is { } last && Compare(link.Place, last) <= 0)
            Add(link.Link, AuditFaultKind.BrokenLink, $"the entry at {Text(link.Place)} is out of its order");
        foreach (var head in heads.GetValueOrDefault(link.Link, []))
        {
            if (!string.Equals(head.Hash, Convert.ToHexStringLower(link.Hash), StringComparison.Ordinal))
                Add(link.Link, AuditFaultKind.WrongHead, $"a head signed for this link has the hash {head.Hash}");
        }
        expected = link.Link + 1;
        lastPlace = link.Place;
    }

    /// <summary>An entry that no link has, before the place of the given one.</summary>
    public void Stray(StoredLink before, StoredEntry entry) =>
        Add(before.Link, AuditFaultKind.Inserted, $"the entry at {Text(entry.Place)} was never sealed");

    /// <summary>A link without its entry.</summary>
    public void Missing(StoredLink link)
    {
        Add(link.Link, AuditFaultKind.Deleted, $"the entry at {Text(link.Place)} is missing");
        previous = link.Hash;
    }

    /// <summary>A link and its entry.</summary>
    public void Match(StoredLink link, StoredEntry entry, byte[] payload)
    {
        if (!SHA256.HashData(payload).AsSpan().SequenceEqual(entry.PayloadSha256))
            Add(link.Link, AuditFaultKind.Edited, "the payload is not the one whose hash was stored");
        else if (previous is not null && !ChainHash.Of(previous, link.Link, entry).AsSpan().SequenceEqual(link.Hash))
            Add(link.Link, AuditFaultKind.Edited, "the entry, its link or the link before is not what was sealed");
        EntriesVerified++;
        previous = link.Hash;
    }

    /// <summary>
    /// The chain ends here, although links up to <paramref name="to"/> were to come or heads were signed.
    /// </summary>
    public void End(long to, bool isWholeChain)
    {
        if (expected <= to)
            Add(expected, AuditFaultKind.BrokenLink, $"links {expected} to {to} are missing");
        if (!isWholeChain)
            return;
        var beyond = heads.Keys.Where(link => link >= expected).DefaultIfEmpty(0).Max();
        if (beyond > 0)
            Add(expected, AuditFaultKind.CutAtEnd,
                $"a head was signed at link {beyond}, the chain ends at {expected - 1}");
    }

    public void Add(long link, AuditFaultKind kind, string detail)
    {
        if (faults.Count < FaultsMax)
            faults.Add(new AuditFault { Link = link, Kind = kind, Detail = detail });
    }

    public static int Compare((ulong Xid, long RowId) one, (ulong Xid, long RowId) other) => one.CompareTo(other);

    private static string Text((ulong Xid, long RowId) place) =>
        string.Create(CultureInfo.InvariantCulture, $"{place.Xid}.{place.RowId}");
}
