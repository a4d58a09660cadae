using Microsoft.EntityFrameworkCore;
using Risk.Intake.Imports.Rows;
using Risk.Intake.Rules;
using Risk.Intake.Statements;
using Risk.Intake.Storage;
using Risk.ServiceDefaults.Storage;

namespace Risk.Intake.Imports.Batches;

/// <summary>
/// Files the statements of a batch. One that was ever filed is a repetition, also when another has superseded it since:
/// an old file that comes again does not bring back what was corrected.
/// </summary>
internal sealed class StatementStep(IntakeDb db, CustomerDirectory directory, Import import, TimeProvider clock)
{
    /// <summary>All statements of each period and scope, the present one last.</summary>
    private readonly Dictionary<(Guid, DateOnly, DateOnly, V1.StatementScope), List<Statement>> filed = [];

    public async Task LookUpAsync(Batch batch, CancellationToken cancellation)
    {
        filed.Clear();
        var drafts = batch.Good.SelectMany(g => g.Row.Statements).ToArray();
        var ids = drafts.Select(s => directory.Find(s.Customer)).OfType<Guid>().Distinct().ToArray();
        if (ids.Length == 0)
            return;
        var (first, last) = (drafts.Min(d => d.Statement.PeriodEnd), drafts.Max(d => d.Statement.PeriodEnd));
        var statements = await db.Statements.AsNoTracking()
            .Where(s => ids.Contains(s.CustomerId) && s.PeriodEnd >= first && s.PeriodEnd <= last)
            .ToListAsync(cancellation);
        var superseded = statements.Select(s => s.SupersedesStatementId).OfType<Guid>().ToHashSet();
        foreach (var statement in statements.OrderBy(s => superseded.Contains(s.StatementId) ? 0 : 1))
            Add(statement);
    }

    public Fault? Take(Batch batch, MappedRow row, RowShare share)
    {
        foreach (var draft in row.Statements)
        {
            if (Lookup.CustomerOf(batch, share, directory, draft.Customer) is not { } customerId)
                return Lookup.UnknownCustomer(draft.Customer);
            var statement = draft.Statement;
            statement.CustomerId = customerId;
            var before = filed.GetValueOrDefault(KeyOf(statement)) ?? [];
            var sameRow = share.Statements.Where(s => KeyOf(s) == KeyOf(statement)).ToArray();
            if (before.Concat(sameRow).Any(statement.SaysTheSame))
            {
                share.IsRepeated = true;
                continue;
            }
            statement.SupersedesStatementId = (sameRow.LastOrDefault() ?? before.LastOrDefault())?.StatementId;
            (statement.RecordedAt, statement.RecordedBy) = (clock.Now(), import.StartedBy);
            share.Statements.Add(statement);
        }
        return null;
    }

    public void Keep(RowShare share)
    {
        foreach (var statement in share.Statements)
            Add(statement);
    }

    public async Task WriteAsync(Batch batch, CancellationToken cancellation)
    {
        if (batch.NewStatements.Count == 0)
            return;
        foreach (var statement in batch.NewStatements)
        {
            batch.Tell("statements.import", statement.CustomerId.ToString(),
                new V1.StatementFiled { Statement = statement.ToContract() }, clock);
        }
        db.AddRange(batch.NewStatements);
        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
    }

    private void Add(Statement statement)
    {
        if (!filed.TryGetValue(KeyOf(statement), out var versions))
            filed[KeyOf(statement)] = versions = [];
        versions.Add(statement);
    }

    private static (Guid, DateOnly, DateOnly, V1.StatementScope) KeyOf(Statement s) =>
        (s.CustomerId, s.PeriodStart, s.PeriodEnd, s.Scope);
}
