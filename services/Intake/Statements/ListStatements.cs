using System.Globalization;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Intake.Values;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Intake.Statements;

partial class StatementsService
{
    /// <summary>Lists a customer's statements, newest period first.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ListStatementsResponse> ListStatements(
        V1.ListStatementsRequest request, ServerCallContext context)
    {
        var cancellation = context.CancellationToken;
        var customerId = FromContract.Id(request.CustomerId, "customer");
        if (!await db.Customers.AnyAsync(c => c.CustomerId == customerId, cancellation))
            throw Refuse.NotFound("customer", request.CustomerId);
        var size = PageToken.Size(request.PageSize, usual: 20, max: 100);
        var query = $"statements {request.CustomerId} {request.IncludeSuperseded}";
        var statements = db.Statements.AsNoTracking().Where(s => s.CustomerId == customerId);
        if (!request.IncludeSuperseded)
            statements =
                statements.Where(s => !db.Statements.Any(later => later.SupersedesStatementId == s.StatementId));
        if (PageToken.Read(request.PageToken, query, keysCount: 2) is [var end, var id])
        {
            statements = statements.Where(s => EF.Functions.LessThan(
                ValueTuple.Create(s.PeriodEnd, s.StatementId),
                ValueTuple.Create(DateOnly.Parse(end, CultureInfo.InvariantCulture), Guid.Parse(id))));
        }
        var page = await statements.OrderByDescending(s => s.PeriodEnd).ThenByDescending(s => s.StatementId)
            .Take(size + 1).ToListAsync(cancellation);
        var answer = new V1.ListStatementsResponse();
        if (page.Count > size)
        {
            page.RemoveAt(size);
            answer.NextPageToken =
                PageToken.After(query, Dates.Write(page[^1].PeriodEnd), page[^1].StatementId.ToString());
        }
        answer.Statements.Add(page.Select(s => s.ToContract()));
        return answer;
    }
}
