using System.Data;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Monitoring.Evaluation;
using Risk.Monitoring.Indicators;
using Risk.Monitoring.Receivables;
using Risk.Monitoring.Storage;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Storage;

namespace Risk.Monitoring.Facts;

/// <summary>
/// Gathers what a run of events tells, and writes it at the end of the run: a few statements, however many events and
/// customers. Then the warnings of these customers are decided at once; or later, when facts pour in or an import is
/// bringing more of them.
/// </summary>
internal sealed partial class FactRun(
    MonitoringDb db, Pace pace, Evaluator evaluator, EvaluationSettings settings, TimeProvider clock,
    ILogger<FactRun> logger) : IRunEnd
{
    private const string Mark = "SAVEPOINT facts_kept";
    private const string BackToMark = "ROLLBACK TO SAVEPOINT facts_kept";

    private readonly Dictionary<Guid, CustomerRun> customers = [];

    private NpgsqlConnection Connection => (NpgsqlConnection)db.Database.GetDbConnection();

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
        var isBusy = pace.IsBusy(now, runs.Sum(r => r.Documents.Count) + runs.Count);
        await using var batch = new NpgsqlBatch(Connection);
        var atOnce = await OpenAsync(batch, runs, isBusy, ct);
        var components = await ComponentReading.ReadAsync(Connection, runs, ct);
        BookWriting.Add(batch, components, (now.ToDay(), now.ToDay().AddDays(-Reading.MonthDays)));
        FactWriting.Add(batch, runs);
        if (runs.Except(atOnce).ToList() is { Count: > 0 } later)
            EvaluationQueue.Add(batch, later, now, settings);
        if (atOnce.Count > 0)
            batch.Add(Mark);
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(ct);
        if (atOnce.Count > 0)
            await EvaluateAsync(atOnce, ct);
    }

    /// <summary>Answers those whose warnings are to be decided at once.</summary>
    private async Task<List<CustomerRun>> OpenAsync(
        NpgsqlBatch batch, List<CustomerRun> runs, bool isBusy, CancellationToken ct)
    {
        Guid[] ids = [.. runs.Select(r => r.CustomerId)];
        // Warnings and master data change under the lock of the customer; other facts are kept without it.
        if (isBusy && !runs.Exists(r => r.File is not null))
        {
            CustomerLocks.AddOpening(batch, ids);
            return [];
        }
        var waiting = await CustomerLocks.LockAsync(Connection, ids, ct);
        return isBusy ? [] : runs.FindAll(r => r.ImportIds.Count == 0 && !waiting.Contains(r.CustomerId));
    }

    /// <summary>
    /// The facts stand whatever becomes of the warnings: when these cannot be decided, it is tried again later. Where
    /// the connection is lost, the facts are, too: then the whole run is tried again.
    /// </summary>
    private async Task EvaluateAsync(List<CustomerRun> runs, CancellationToken ct)
    {
        try
        {
            await evaluator.EvaluateAsync([.. runs.Select(r => new Cause(r.CustomerId, r.Cause, r.TraceParent))], ct);
        }
        catch (Exception failed)
            when (!ct.IsCancellationRequested && Connection.State == ConnectionState.Open)
        {
            db.ChangeTracker.Clear();
            await using var batch = new NpgsqlBatch(Connection);
            batch.Add(BackToMark);
            EvaluationQueue.Add(batch, runs, clock.GetUtcNow(), settings);
            await batch.ExecuteNonQueryAsync(ct);
            LogPutOff(runs.Count, failed);
        }
    }

    [LoggerMessage(Level = LogLevel.Error,
        Message = "Deciding the warnings of {Count} customers failed; their facts are kept, and it is tried again")]
    private partial void LogPutOff(int count, Exception failure);
}
