using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Intake.Rules;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Intake.Documents;

partial class DocumentsService
{
    /// <summary>Lists documents in the order in which they were recorded.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ListDocumentsResponse> ListDocuments(
        V1.ListDocumentsRequest request, ServerCallContext context)
    {
        var size = PageToken.Size(request.PageSize);
        var query = string.Join('\n', "documents", request.CustomerId, request.Kind, request.ImportId,
            request.ExternalSystem, request.ExternalId);
        var documents = Matching(request);
        if (PageToken.Read(request.PageToken, query, keysCount: 1) is [var last])
        {
            var after = Guid.Parse(last);
            documents = documents.Where(d => d.DocumentId > after);
        }
        var page = await documents.OrderBy(d => d.DocumentId).Take(size + 1).ToListAsync(context.CancellationToken);
        var answer = new V1.ListDocumentsResponse();
        if (page.Count > size)
        {
            page.RemoveAt(size);
            answer.NextPageToken = PageToken.After(query, page[^1].DocumentId.ToString());
        }
        answer.Documents.Add(page.Select(d => d.ToContract()));
        return answer;
    }

    private IQueryable<Document> Matching(V1.ListDocumentsRequest request)
    {
        var faults = new Faults();
        var documents = db.Documents.AsNoTracking();
        if (Id(request.CustomerId, "customer_id", faults) is { } customer)
            documents = documents.Where(d => d.CustomerId == customer);
        if (Id(request.ImportId, "import_id", faults) is { } import)
            documents = documents.Where(d => d.ImportId == import);
        if (request.Kind != V1.DocumentKind.Unspecified)
            documents = documents.Where(d => d.Kind == request.Kind);
        if (faults.That(request.ExternalSystem.Length > 0 == request.ExternalId.Length > 0, "external_id",
            "GIVEN_TOGETHER",
                new("external_system and external_id are given together", "external_system 与 external_id 须同时给出"))
            && request.ExternalId.Length > 0)
        {
            documents = documents.Where(d => d.RefSystem == request.ExternalSystem && d.RefId == request.ExternalId);
        }
        faults.ThrowIfAny("");
        return documents;
    }

    private static Guid? Id(string text, string field, Faults faults)
    {
        if (text.Length == 0)
            return null;
        faults.That(Guid.TryParseExact(text, "D", out var id), field, "NOT_AN_ID", new("is not an id", "不是有效的编号"),
            text);
        return id;
    }
}
