using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Intake.Values;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Intake.Imports;

partial class ImportsService
{
    /// <summary>Returns an import, also while it runs.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.Import> GetImport(V1.GetImportRequest request, ServerCallContext context)
    {
        var id = FromContract.Id(request.ImportId, "import");
        var import = await db.Imports.AsNoTracking()
            .FirstOrDefaultAsync(i => i.ImportId == id, context.CancellationToken);
        return import?.ToContract(context.Language()) ?? throw Refuse.NotFound("import", request.ImportId);
    }
}
