namespace Risk.Monitoring.Receivables;

/// <summary>A document that is kept already, with the component it belongs to.</summary>
internal sealed record KeptDocument(Guid ComponentId, BookDocument Document);

/// <summary>A document that has just come, and the bytes by which it is kept.</summary>
internal sealed record NewDocument(BookDocument Document, byte[] Body);

/// <summary>Documents of a customer that are linked, those that were there and those that join them.</summary>
internal sealed record Component(Guid Id, IReadOnlyList<KeptDocument> Kept, IReadOnlyList<NewDocument> Joining)
{
    /// <summary>Components that have become part of this one.</summary>
    public IReadOnlyList<Guid> Merged => [.. Kept.Select(k => k.ComponentId).Where(id => id != Id).Distinct()];

    /// <summary>All keys of the documents that are new here, and of those that came from another component.</summary>
    public IEnumerable<Guid> KeysToKeep => Kept.Where(k => k.ComponentId != Id).Select(k => k.Document)
        .Concat(Joining.Select(j => j.Document)).SelectMany(Components.KeysOf).Distinct();

    public Book Before() => Book.Of([.. Kept.Select(k => k.Document)]);

    public Book After() => Book.Of([.. Kept.Select(k => k.Document), .. Joining.Select(j => j.Document)]);
}

/// <summary>Finds which documents of one customer belong together. Pure.</summary>
internal static class Components
{
    /// <summary>Its own name, and the names that it links to. Its id is a key only of those who link to it.</summary>
    public static IEnumerable<Guid> KeysOf(BookDocument document) =>
        document.Links.Select(l => l.Key).Prepend(document.NameKey);

    /// <summary>
    /// The components that the new documents make, join or merge. What is kept already and comes again is passed over.
    /// <paramref name="known"/> are the components of keys that were kept before.
    /// </summary>
    public static IReadOnlyList<Component> Of(
        IReadOnlyList<NewDocument> documents, IReadOnlyList<KeptDocument> kept, IReadOnlyDictionary<Guid, Guid> known)
    {
        var keptIds = kept.Select(k => k.Document.Id).ToHashSet();
        var parents = new Dictionary<Guid, Guid>();
        // Every key, document and component is a node; a link joins two.
        foreach (var (key, component) in known)
            Join(parents, component, key);
        foreach (var document in kept)
            Join(parents, document.ComponentId, document.Document.Id);
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
                var id = before.Count > 0
                    ? before.GroupBy(k => k.ComponentId).MaxBy(g => g.Count())!.Key
                    : joining.First().Document.Id;
                return new Component(id, before, [.. joining]);
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
