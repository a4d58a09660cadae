using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Monitoring.Evaluation;
using Risk.Monitoring.Indicators;
using Risk.Monitoring.Receivables;
using Risk.Monitoring.Storage;
using Risk.ServiceDefaults.Events;

namespace Risk.Monitoring.Facts;

/// <summary>
/// Gathers what a run of events tells, and writes it at the end of the run: a few statements, however many events and
/// customers. Then the warnings of these customers are decided at once; or later, when facts pour in.
/// </summary>
internal sealed class FactRun(
    MonitoringDb db, Pace pace, Evaluator evaluator, EvaluationSettings settings, TimeProvider clock) : IRunEnd
{
    private readonly Dictionary<Guid, CustomerRun> customers = [];

    /// <summary>The facts of a customer, to add to.</summary>
    public CustomerRun Of(string customer, EventContext context)
    {
        var customerId = Guid.Parse(customer);
        if (!customers.TryGetValue(customerId, out var run))
            customers.Add(customerId, run = new(customerId));
        (run.Cause, run.TraceParent) = (context, Activity.Current?.Id);
        return run;
    }

    public async Task EndRunAsync(CancellationToken ct)
    {
        if (customers.Count == 0)
            return;
        var runs = customers.Values.OrderBy(c => c.CustomerId).ToList();
        customers.Clear();
        var now = clock.GetUtcNow();
        var waits = pace.IsBusy(now, runs.Sum(r => r.Documents.Count) + runs.Count);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        // Warnings and master data change under the lock of the customer; other facts are kept without it.
        var locks = !waits || runs.Exists(r => r.File is not null);
        await CustomerLocks.OpenAsync(connection, [.. runs.Select(r => r.CustomerId)], locks, ct);
        await using var batch = new NpgsqlBatch(connection);
        var components = await ComponentReading.ReadAsync(connection, runs, ct);
        BookWriting.Add(batch, components, now.ToDay().AddDays(-Reading.MonthDays));
        FactWriting.Add(batch, runs);
        if (waits)
            EvaluationQueue.Add(batch, runs.Select(r => (r.CustomerId, r.TraceParent)), now, settings);
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(ct);
        if (!waits)
            await evaluator.EvaluateAsync([.. runs.Select(r => new Cause(r.CustomerId, r.Cause, r.TraceParent))], ct);
    }
}
