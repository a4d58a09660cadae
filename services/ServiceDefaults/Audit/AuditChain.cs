using Google.Protobuf.WellKnownTypes;
using Npgsql;
using Risk.ServiceDefaults.Hosting;
using Risk.Types.V1;

namespace Risk.ServiceDefaults.Audit;

/// <summary>Verifies the chain of this service against its entries and against the heads kept elsewhere.</summary>
public sealed class AuditChain
{
    private const int HeadsMax = 10_000;

    private readonly ChainReader chain;
    private readonly HeadSigner signer;
    private readonly HeadsFile file;
    private readonly WitnessCall witnesses;
    private readonly string service;

    internal AuditChain(
        NpgsqlDataSource source, HeadSigner signer, HeadsFile file, WitnessCall witnesses, ServiceInfo service) =>
        (chain, this.signer, this.file, this.witnesses, this.service) =
            (new ChainReader(source), signer, file, witnesses, service.Name);

    /// <summary>
    /// Finds edits, insertions, deletions, changed order, and cuts at either end; tells what is not sealed yet.
    /// </summary>
    public async Task<VerifyAuditResponse> VerifyAsync(VerifyAuditRequest request, CancellationToken ct)
    {
        // Heads first: a link that is sealed after this is beyond all of them.
        var (heads, broken) = await HeadsAsync(ct);
        var newest = await chain.NewestAsync(ct);
        var from = Math.Max(1, request.FromLink);
        var to = request.ToLink > 0 ? request.ToLink : newest?.Link ?? 0;
        var before = from > 1 ? await chain.LinkAsync(from - 1, ct) : null;
        var check = new ChainCheck(from, from == 1 ? ChainHash.Genesis : before?.Hash, ByLink(heads));
        foreach (var fault in broken)
            check.Add(fault.Link, AuditFaultKind.WrongHead, fault.Detail);
        if (from > 1 && before is null && newest?.Link >= from)
        {
            // What it is to be measured by is not there: whatever was said of what follows would accuse the innocent.
            check.Add(from - 1, AuditFaultKind.BrokenLink, $"link {from - 1} is missing, before the first to verify");
            return await AnswerAsync(check, newest, heads, ct);
        }
        await WalkAsync(check, (from, to), before, ct);
        check.End(to, isWholeChain: request.ToLink <= 0);
        return await AnswerAsync(check, newest, heads, ct);
    }

    private async Task WalkAsync(ChainCheck check, (long From, long To) range, StoredLink? before, CancellationToken ct)
    {
        var last = await LastPlaceAsync(range.To, ct);
        await using var entries = chain.EntriesAsync(before?.Place ?? default, last, ct).GetAsyncEnumerator(ct);
        var more = await entries.MoveNextAsync();
        await foreach (var link in chain.LinksAsync(range.From, range.To, ct))
        {
            check.Arrive(link);
            while (more && ChainCheck.Compare(entries.Current.Entry.Place, link.Place) < 0)
            {
                check.Stray(link, entries.Current.Entry);
                more = await entries.MoveNextAsync();
            }
            if (more && entries.Current.Entry.Place == link.Place)
            {
                check.Match(link, entries.Current.Entry, entries.Current.Payload);
                more = await entries.MoveNextAsync();
            }
            else
            {
                check.Missing(link);
            }
        }
    }

    private async Task<(ulong, long)> LastPlaceAsync(long to, CancellationToken ct) =>
        to == 0 ? default : (await chain.LinkAsync(to, ct) ?? await chain.NewestAsync(ct))?.Place ?? default;

    private async Task<VerifyAuditResponse> AnswerAsync(
        ChainCheck check, StoredLink? newest, IReadOnlyList<AuditHead> heads, CancellationToken ct)
    {
        var unsealed = await chain.UnsealedAsync(newest?.Place ?? default, ct);
        var answer = new VerifyAuditResponse
        {
            Intact = check.Faults.Count == 0,
            HeadLink = newest?.Link ?? 0,
            HeadHash = newest is null ? "" : Convert.ToHexStringLower(newest.Hash),
            EntriesVerified = check.EntriesVerified,
            UnsealedEntries = unsealed.Count,
            OldestUnsealedAt = unsealed.OldestAt?.ToTimestamp(),
            HeadsCompared = heads.Count,
            HeadsProved = heads.Count(head => signer.HasSigned(head) == true),
        };
        answer.Faults.AddRange(check.Faults.OrderBy(f => f.Link));
        return answer;
    }

    /// <summary>The newest heads cover all that is before them, so a bounded number of them suffices.</summary>
    private async Task<(IReadOnlyList<AuditHead> Heads, List<AuditFault> Broken)> HeadsAsync(CancellationToken ct)
    {
        var (kept, unreadable) = await file.ReadAsync(HeadsMax, ct);
        var broken = unreadable
            .ConvertAll(line =>
                new AuditFault { Detail = $"no head, in the file of heads: {line[..Math.Min(80, line.Length)]}" });
        var heads = new List<AuditHead>();
        foreach (var head in kept.Concat(await witnesses.AskAsync(ct)))
        {
            // A head of a key that is not known can be compared with the chain all the same, only not proved.
            if (signer.HasSigned(head) ?? true)
                heads.Add(head);
            else
                broken.Add(
                    new AuditFault { Link = head.Link, Detail = $"the signature of the head {head.Hash} is wrong" });
        }
        heads.RemoveAll(head => !string.Equals(head.Source, service, StringComparison.Ordinal));
        return (heads, broken);
    }

    private static Dictionary<long, IReadOnlyList<AuditHead>> ByLink(IReadOnlyList<AuditHead> heads) => heads
        .GroupBy(head => head.Link)
        .ToDictionary(g => g.Key,
            g => (IReadOnlyList<AuditHead>)[.. g.DistinctBy(h => h.Hash, StringComparer.Ordinal)]);
}
