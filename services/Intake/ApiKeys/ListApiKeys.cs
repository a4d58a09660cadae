using System.Globalization;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Intake.ApiKeys;

partial class ApiKeysService
{
    /// <summary>Lists the keys, newest first.</summary>
    [Roles(Role.Administrator | Role.Auditor)]
    public override async Task<V1.ListApiKeysResponse> ListApiKeys(
        V1.ListApiKeysRequest request, ServerCallContext context)
    {
        const string Query = "apiKeys";
        var size = PageToken.Size(request.PageSize, max: 500);
        var keys = db.Set<Credential>().AsNoTracking();
        if (PageToken.Read(request.PageToken, Query, keysCount: 2) is [var created, var id])
        {
            keys = keys.Where(k => EF.Functions.LessThan(
                ValueTuple.Create(k.CreatedAt, k.Id),
                ValueTuple.Create(DateTimeOffset.Parse(created, CultureInfo.InvariantCulture), id)));
        }
        var page = await keys.OrderByDescending(k => k.CreatedAt).ThenByDescending(k => k.Id)
            .Take(size + 1).ToListAsync(context.CancellationToken);
        var answer = new V1.ListApiKeysResponse();
        if (page.Count > size)
        {
            page.RemoveAt(size);
            answer.NextPageToken = PageToken.After(
                Query, page[^1].CreatedAt.ToString("O", CultureInfo.InvariantCulture), page[^1].Id);
        }
        answer.ApiKeys.Add(page.Select(k => k.ToContract()));
        return answer;
    }
}
