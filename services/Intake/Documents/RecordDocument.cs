using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Intake.Documents.Rules;
using Risk.Intake.Rules;
using Risk.Intake.Values;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.Intake.Documents;

partial class DocumentsService
{
    /// <summary>Records one document; the kinds that pay, lower or undo a debt are not for sales.</summary>
    [Roles(Role.Integrator | Role.Sales | Role.Finance)]
    public override async Task<V1.RecordDocumentResponse> RecordDocument(
        V1.RecordDocumentRequest request, ServerCallContext context)
    {
        var cancellation = context.CancellationToken;
        var given = request.Document ?? new();
        var faults = new Faults();
        var document = DocumentContract.Read(given, faults);
        DocumentRules.Check(document, faults);
        DateRules.IsNotFarAhead(document, clock.LatestToday(), faults);
        faults.That(given.CustomerId.Length > 0 != given.CustomerRef is not null, "customer_id", "ONE_CUSTOMER", new(
            "either customer_id or customer_ref is required", "须给出 customer_id 或 customer_ref 之一"));
        faults.ThrowIfAny("document");
        RecorderRules.Check(context.Caller(), document);
        document.CustomerId = await CustomerOfAsync(given, cancellation);
        await CheckLinkedAsync(document, cancellation);
        document.DocumentId = ids.Next();
        document.DueOn = DueDate.Of(document);
        document.ContentHash = new DocumentHash().Of(document);
        (document.RecordedAt, document.RecordedBy) = (clock.Now(), context.Caller().Id);

        var recorded = document.ToContract();
        var fact = new V1.DocumentsRecorded { CustomerId = recorded.CustomerId, Documents = { recorded } };
        db.Add(document);
        outbox.Add(recorded.CustomerId, fact);
        audit.Add(context, "documents.record", recorded.CustomerId, fact);
        await db.SaveChangesAsync(cancellation);
        return new() { Document = recorded, Position = outbox.Position };
    }

    private async Task<Guid> CustomerOfAsync(V1.Document given, CancellationToken cancellation)
    {
        if (given.CustomerRef is not { } reference)
        {
            var id = FromContract.Id(given.CustomerId, "customer");
            return await db.Customers.AnyAsync(c => c.CustomerId == id, cancellation)
                ? id
                : throw Refuse.NotFound("customer", given.CustomerId);
        }
        var known = await db.CustomerRefs.AsNoTracking()
            .FirstOrDefaultAsync(r => r.System == reference.System && r.Id == reference.Id, cancellation);
        return known?.CustomerId ?? throw Refuse.NotFound("customer", $"{reference.System}/{reference.Id}");
    }

    // A document of another customer is answered like one that does not exist.
    private async Task CheckLinkedAsync(Document document, CancellationToken cancellation)
    {
        var wanted = document.Links.Where(l => l.DocumentId is not null).Select(l => l.DocumentId!.Value).ToArray();
        if (wanted.Length == 0)
            return;
        var linked = await db.Documents.AsNoTracking()
            .Where(d => wanted.Contains(d.DocumentId) && d.CustomerId == document.CustomerId)
            .Select(d => new { d.DocumentId, d.Kind, d.Instalments, d.RetentionAmount })
            .ToDictionaryAsync(d => d.DocumentId, cancellation);
        var faults = new Faults();
        for (var i = 0; i < document.Links.Length; i++)
        {
            if (document.Links[i].DocumentId is not { } id)
                continue;
            var field = $"links[{i}]";
            if (!faults.That(linked.TryGetValue(id, out var found), field + ".document_id", "LINKED_DOCUMENT_NOT_FOUND",
                new($"the customer has no document {id}", $"该客户没有单据 {id}"), id.ToString()))
            {
                continue;
            }
            LinkRules.CheckKind(document, found!.Kind, field, faults);
            var parts = Math.Max(1, found.Instalments.Length) + (found.RetentionAmount is null ? 0 : 1);
            faults.That(document.Links[i].Instalment <= parts, field + ".instalment", "NO_SUCH_INSTALMENT", new(
                $"the linked document has {parts} instalments", $"所关联单据只有 {parts} 期"),
                $"{document.Links[i].Instalment}");
            faults.That(document.Links[i].Kind is V1.DocumentKind.Unspecified || document.Links[i].Kind == found.Kind,
                field + ".kind", "KIND_DIFFERS", new("is not the kind of the linked document", "与所关联单据的类型不一致"));
        }
        faults.ThrowIfAny("document");
        document.Links = [.. document.Links.Select(l => l.DocumentId is { } id && l.Kind is V1.DocumentKind.Unspecified
            ? l with { Kind = linked[id].Kind }
            : l)];
    }
}
