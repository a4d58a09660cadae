using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Intake.Rules;
using Risk.Intake.Values;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.Intake.Statements;

partial class StatementsService
{
    /// <summary>Files a financial statement; one for the same period and scope supersedes the former.</summary>
    [Roles(Role.Integrator | Role.Sales | Role.Finance | Role.Risk)]
    public override async Task<V1.FileStatementResponse> FileStatement(
        V1.FileStatementRequest request, ServerCallContext context)
    {
        var cancellation = context.CancellationToken;
        var now = clock.Now();
        var customerId = FromContract.Id(request.CustomerId, "customer");
        var faults = new Faults();
        var statement = StatementContract.Read(request.Statement ?? new(), Guid.CreateVersion7(now), faults);
        StatementRules.Check(statement, clock.LatestToday(), faults);
        faults.ThrowIfAny("statement");
        (statement.CustomerId, statement.RecordedAt, statement.RecordedBy) = (customerId, now, context.Caller().Id);

        await using var work = await db.BeginWorkAsync(cancellation);
        // The customer's row is locked, so that statements of one customer are filed one after the other.
        var known = await db.Database.SqlQuery<Guid>(
            $"SELECT customer_id AS \"Value\" FROM customers WHERE customer_id = {customerId} FOR NO KEY UPDATE")
            .ToListAsync(cancellation);
        if (known.Count == 0)
            throw Refuse.NotFound("customer", request.CustomerId);
        statement.SupersedesStatementId = (await LatestOfPeriodAsync(statement, cancellation))?.StatementId;
        var fact = new V1.StatementFiled { Statement = statement.ToContract() };
        db.Add(statement);
        outbox.Add(fact.Statement.CustomerId, fact);
        audit.Add(context, "statements.file", fact.Statement.CustomerId, fact);
        await db.SaveChangesAsync(cancellation);
        await work.CommitAsync(cancellation);
        return new() { Statement = fact.Statement, Position = outbox.Position };
    }

    private Task<Statement?> LatestOfPeriodAsync(Statement statement, CancellationToken cancellation) =>
        db.Statements.AsNoTracking()
            .Where(s => s.CustomerId == statement.CustomerId && s.PeriodStart == statement.PeriodStart
                && s.PeriodEnd == statement.PeriodEnd && s.Scope == statement.Scope
                && !db.Statements.Any(later => later.SupersedesStatementId == s.StatementId))
            .FirstOrDefaultAsync(cancellation);
}
