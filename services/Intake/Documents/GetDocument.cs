using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Intake.Values;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Intake.Documents;

partial class DocumentsService
{
    /// <summary>Returns one document.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.Document> GetDocument(V1.GetDocumentRequest request, ServerCallContext context)
    {
        var id = FromContract.Id(request.DocumentId, "document");
        var document = await db.Documents.AsNoTracking()
            .FirstOrDefaultAsync(d => d.DocumentId == id, context.CancellationToken);
        return document?.ToContract() ?? throw Refuse.NotFound("document", request.DocumentId);
    }
}
