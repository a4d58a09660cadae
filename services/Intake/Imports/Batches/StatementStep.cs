using Microsoft.EntityFrameworkCore;
using Risk.Intake.Statements;
using Risk.Intake.Storage;
using Risk.Intake.Values;

namespace Risk.Intake.Imports.Batches;

/// <summary>
/// Files the statements of a batch; one that says the same as the present one of its period is a repetition.
/// </summary>
internal sealed class StatementStep(IntakeDb db, CustomerDirectory directory, Import import, TimeProvider clock)
{
    public async Task RunAsync(Batch batch, CancellationToken cancellation)
    {
        if (!batch.Good.Any(g => g.Row.Statements.Count > 0))
            return;
        var present = await PresentAsync(batch, cancellation);
        foreach (var (index, row) in batch.Good)
        {
            foreach (var draft in row.Statements)
            {
                if (Lookup.CustomerOf(batch, directory, draft.Customer) is not { } customerId)
                {
                    batch.Refuse(index, Lookup.UnknownCustomer(draft.Customer));
                    break;
                }
                File(batch, index, draft.Statement, customerId, present);
            }
        }
        db.AddRange(batch.NewStatements);
        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
    }

    private void File(Batch batch, int index, Statement statement, Guid customerId,
        Dictionary<(Guid, DateOnly, DateOnly, V1.StatementScope), Statement> present)
    {
        statement.CustomerId = customerId;
        var key = (customerId, statement.PeriodStart, statement.PeriodEnd, statement.Scope);
        var before = present.GetValueOrDefault(key);
        if (before is not null && statement.SaysTheSame(before))
        {
            batch.NoteRepeated(index);
            return;
        }
        statement.SupersedesStatementId = before?.StatementId;
        (statement.RecordedAt, statement.RecordedBy) = (clock.Now(), import.StartedBy);
        present[key] = statement;
        batch.NewStatements.Add(statement);
        batch.NoteRecorded(index);
        batch.Tell("statements.import", customerId.ToString(),
            new V1.StatementFiled { Statement = statement.ToContract() }, clock);
    }

    private async Task<Dictionary<(Guid, DateOnly, DateOnly, V1.StatementScope), Statement>> PresentAsync(
        Batch batch, CancellationToken cancellation)
    {
        var ids = batch.Good.SelectMany(g => g.Row.Statements)
            .Select(s => directory.Find(s.Customer)).OfType<Guid>().Distinct().ToArray();
        var statements = await db.Statements.AsNoTracking()
            .Where(s => ids.Contains(s.CustomerId) && !db.Statements.Any(l => l.SupersedesStatementId == s.StatementId))
            .ToListAsync(cancellation);
        return statements.ToDictionary(s => (s.CustomerId, s.PeriodStart, s.PeriodEnd, s.Scope));
    }
}
