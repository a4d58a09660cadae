using DocumentKind = Risk.Intake.V1.DocumentKind;

namespace Risk.Scoring.Ledger;

/// <summary>What documents name: the lines that have to be in memory before they are applied.</summary>
internal sealed class LedgerSelection
{
    public LedgerSelection(IReadOnlyCollection<LedgerDocument> documents)
    {
        foreach (var document in documents)
        {
            DocumentIds.Add(document.Id);
            Keys.AddRange(document.Keys);
            Add(document.Kind == LedgerDocument.Confirmation ? DocumentKind.Order : document.Kind,
                document.System, document.ExternalId);
            foreach (var link in document.Links)
            {
                if (link.DocumentId is { } id)
                    DocumentIds.Add(id);
                else
                    Add(link.Kind, link.System, link.Id);
            }
        }
        DishonoursDrafts = documents.Any(d => d.Kind == DocumentKind.DraftDishonoured);
    }

    public List<Guid> DocumentIds { get; } = [];

    /// <summary>The keys under which reversals may name the documents.</summary>
    public List<string> Keys { get; } = [];

    public List<short> Kinds { get; } = [];

    public List<string> Systems { get; } = [];

    public List<string> Ids { get; } = [];

    /// <summary>Whether a draft is dishonoured, so that what it has settled is needed too.</summary>
    public bool DishonoursDrafts { get; }

    private void Add(DocumentKind kind, string system, string id)
    {
        Kinds.Add((short)kind);
        Systems.Add(system);
        Ids.Add(id);
        if (kind == DocumentKind.Draft)
        {
            Kinds.Add((short)LineKind.DraftCredit);
            Systems.Add(system);
            Ids.Add(id);
        }
    }
}
