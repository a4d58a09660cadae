using System.Globalization;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Intake.Values;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Intake.Imports;

partial class ImportsService
{
    /// <summary>Lists the rows that an import refused, in the order of the file.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ListRefusedRowsResponse> ListRefusedRows(
        V1.ListRefusedRowsRequest request, ServerCallContext context)
    {
        var id = FromContract.Id(request.ImportId, "import");
        if (!await db.Imports.AnyAsync(i => i.ImportId == id, context.CancellationToken))
            throw Refuse.NotFound("import", request.ImportId);
        var size = PageToken.Size(request.PageSize, usual: 100);
        var query = "refused rows of " + request.ImportId;
        var after = PageToken.Read(request.PageToken, query, keysCount: 1) is [var last]
            ? long.Parse(last, CultureInfo.InvariantCulture)
            : 0;
        var page = await db.RefusedRows.AsNoTracking().Where(r => r.ImportId == id && r.Ordinal > after)
            .OrderBy(r => r.Ordinal).Take(size + 1).ToListAsync(context.CancellationToken);
        var answer = new V1.ListRefusedRowsResponse();
        if (page.Count > size)
        {
            page.RemoveAt(size);
            answer.NextPageToken = PageToken.After(query, page[^1].Ordinal.ToString(CultureInfo.InvariantCulture));
        }
        answer.RefusedRows.Add(page.Select(r => r.ToContract(context.Language())));
        return answer;
    }
}
