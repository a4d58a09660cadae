using System.Globalization;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Credit;

partial class CreditAccountsService
{
    /// <summary>Lists credit accounts by customer id, with exposure and ageing.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ListCreditAccountsResponse> ListCreditAccounts(
        V1.ListCreditAccountsRequest request, ServerCallContext context)
    {
        var day = DayOf(request.AsOfDate);
        var size = PageToken.Size(request.PageSize, usual: 100);
        var query = string.Create(CultureInfo.InvariantCulture, $"credit accounts {day:O} {request.Grade}");
        var after = PageToken.Read(request.PageToken, query, 1) is [var last] ? Guid.Parse(last) : Guid.Empty;
        var grade = (short)request.Grade;
        var accounts = await db.Set<CreditAccount>().FromSql(
            $"""
            SELECT a.* FROM credit_accounts a LEFT JOIN LATERAL score_on(a.customer_id, {day}) g ON true
            WHERE a.customer_id > {after} AND ({grade} = 0 OR g.grade = {grade})
            ORDER BY a.customer_id LIMIT {size + 1}
            """).AsNoTracking().ToListAsync(context.CancellationToken);
        var page = accounts.Take(size).ToList();
        return new()
        {
            CreditAccounts = { await ViewAsync(page, day, context.CancellationToken) },
            NextPageToken = accounts.Count > size ? PageToken.After(query, page[^1].CustomerId.ToString()) : "",
        };
    }
}
