namespace Risk.Monitoring.Receivables;

/// <summary>A document that is kept already, with the component it belongs to.</summary>
internal sealed record KeptDocument(Guid ComponentId, BookDocument Document);

/// <summary>A document that has just come, and the bytes by which it is kept.</summary>
internal sealed record NewDocument(BookDocument Document, byte[] Body);

/// <summary>
/// That some of a kept component is frozen: credits up to a day; and whether it was read as a whole nevertheless.
/// </summary>
internal sealed record FrozenPart(Guid ComponentId, DateOnly Until, bool IsThawed);

/// <summary>Documents of a customer that are linked, those that were there and those that join them.</summary>
internal sealed record Component(Guid Id, IReadOnlyList<KeptDocument> Kept, IReadOnlyList<NewDocument> Joining)
{
    /// <summary>Of the components that were there.</summary>
    public IReadOnlyList<FrozenPart> FrozenParts { get; init; } = [];

    /// <summary>Up to which day credits are frozen; null when none are.</summary>
    public DateOnly? Until => FrozenParts.Where(p => !p.IsThawed).Select(p => (DateOnly?)p.Until).Max();

    /// <summary>Components that have become part of this one.</summary>
    public IReadOnlyList<Guid> Merged => [.. Kept.Select(k => k.ComponentId).Where(id => id != Id).Distinct()];

    /// <summary>Keys of documents that are new here, or from another component, and are not kept yet.</summary>
    public IEnumerable<Guid> KeysToKeep => Kept.Where(k => k.ComponentId != Id).Select(k => k.Document)
        .Concat(Joining.Select(j => j.Document)).SelectMany(Components.KeysOf)
        .Except(Kept.Where(k => k.ComponentId == Id).SelectMany(k => Components.KeysOf(k.Document)));

    public Book Before(DateOnly from) => Book.Of([.. Kept.Select(k => k.Document)], from);

    public Book After(DateOnly from) =>
        Book.Of([.. Kept.Select(k => k.Document), .. Joining.Select(j => j.Document)], from);
}

/// <summary>Finds which documents of one customer belong together. Pure.</summary>
internal static class Components
{
    /// <summary>Its own name, and the names that it links to. Its id is a key only of those who link to it.</summary>
    public static IEnumerable<Guid> KeysOf(BookDocument document) =>
        document.Links.Select(l => l.Key).Prepend(document.NameKey);

    /// <summary>
    /// The components that the new documents make, join or merge. What is kept already and comes again is passed over.
    /// <paramref name="kept"/> are all documents of the components whose keys the new ones have or name.
    /// </summary>
    public static IReadOnlyList<Component> Of(
        IReadOnlyList<NewDocument> documents, IReadOnlyList<KeptDocument> kept,
        IReadOnlyDictionary<Guid, FrozenPart>? frozen = null)
    {
        var keptIds = kept.Select(k => k.Document.Id).ToHashSet();
        var parents = new Dictionary<Guid, Guid>();
        // Every key, document and component is a node; a link joins two.
        foreach (var (component, document) in kept)
        {
            Join(parents, component, document.Id);
            foreach (var key in KeysOf(document))
                Join(parents, component, key);
        }
        var fresh = documents.Where(d => !keptIds.Contains(d.Document.Id)).DistinctBy(d => d.Document.Id).ToList();
        foreach (var document in fresh.Select(d => d.Document))
        {
            foreach (var key in KeysOf(document))
                Join(parents, document.Id, key);
        }
        var keptByRoot = kept.ToLookup(k => Root(parents, k.Document.Id));
        return
        [
            .. fresh.GroupBy(d => Root(parents, d.Document.Id)).Select(joining =>
            {
                List<KeptDocument> before = [.. keptByRoot[joining.Key]];
                List<FrozenPart> parts = frozen is null
                    ? []
                    : [.. before.Select(k => k.ComponentId).Distinct().Select(id => frozen.GetValueOrDefault(id))
                        .OfType<FrozenPart>()];
                // Of several the largest remains; the frozen part of one is larger than what is seen of it.
                var id = parts.Count > 0 ? parts[0].ComponentId
                    : before.Count > 0 ? before.GroupBy(k => k.ComponentId).MaxBy(g => g.Count())!.Key
                    : joining.First().Document.Id;
                return new Component(id, before, [.. joining]) { FrozenParts = parts };
            }),
        ];
    }

    private static Guid Root(Dictionary<Guid, Guid> parents, Guid node)
    {
        while (parents.TryGetValue(node, out var parent) && parent != node)
            node = parent;
        return node;
    }

    private static void Join(Dictionary<Guid, Guid> parents, Guid a, Guid b)
    {
        var (rootA, rootB) = (Root(parents, a), Root(parents, b));
        parents.TryAdd(rootA, rootA);
        parents[rootB] = rootA;
    }
}
