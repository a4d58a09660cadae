using System.Diagnostics;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Risk.Monitoring.Indicators;
using Risk.Monitoring.Storage;
using Risk.Monitoring.Warnings;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Storage;

namespace Risk.Monitoring.Evaluation;

/// <summary>Why a customer is evaluated: because of an event, or by itself, when that is null.</summary>
internal sealed record Cause(Guid CustomerId, EventContext? Event, string? TraceParent);

/// <summary>
/// Decides the warnings of customers that the caller has locked, as of today, and tells what is new, all within the
/// caller's transaction.
/// </summary>
internal sealed class Evaluator(MonitoringDb db, RuleSet rules, Outbox outbox, AuditLog audit, TimeProvider clock)
{
    private const string Evaluated =
        "UPDATE customers SET evaluated_on = $2, needs_rates = customer_id = ANY ($3) WHERE customer_id = ANY ($1) "
        + "AND (evaluated_on IS DISTINCT FROM $2 OR needs_rates <> (customer_id = ANY ($3)))";

    // They follow a dismissed one of the same rule, which has to be written before.
    private readonly List<Warning> followers = [];
    private DateTimeOffset now;

    public async Task EvaluateAsync(IReadOnlyList<Cause> causes, CancellationToken ct)
    {
        // The caller's transaction is undone as a whole, or to a mark of its own.
        db.Database.AutoSavepointsEnabled = false;
        followers.Clear();
        now = clock.GetUtcNow();
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        Guid[] ids = [.. causes.Select(c => c.CustomerId)];
        var facts = await FactReading.ReadAsync(connection, ids, now.ToDay(), ct);
        var held = (await db.Set<Warning>().Where(w => ids.Contains(w.CustomerId) && w.Holds).ToListAsync(ct))
            .ToLookup(w => w.CustomerId);
        foreach (var cause in causes)
        {
            if (facts.TryGetValue(cause.CustomerId, out var known))
                Decide(known, held[cause.CustomerId].ToDictionary(w => w.Rule, StringComparer.Ordinal), cause);
        }
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Evaluated).Column(NpgsqlDbType.Uuid, ids).With(now.ToDay()).Column(NpgsqlDbType.Uuid,
            facts.Values.Where(FactReading.NeedsRates).Select(f => f.CustomerId).ToArray());
        await batch.ExecuteNonQueryAsync(ct);
        if (db.ChangeTracker.HasChanges())
            await db.SaveChangesAsync(ct);
        db.AddRange(followers);
        if (followers.Count > 0)
            await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
    }

    private void Decide(WatchedFacts facts, Dictionary<string, Warning> held, Cause cause)
    {
        var readings = Reading.All(facts, facts.Today);
        foreach (var rule in rules.Rules)
        {
            held.Remove(rule.Rule, out var warning);
            var judgement = Judgement.Of(rule, readings, warning?.Severity);
            if (judgement is null)
            {
                if (warning?.Clear(now) == true)
                    TellEnd(warning, facts, cause);
                continue;
            }
            var shown = Shown.Of(judgement, facts, readings, warning);
            if (warning is null || warning.IsOutgrownBy(judgement))
                Raise(facts, (judgement, shown), warning, cause);
            else if (warning.Update(judgement, shown, now))
                Tell("warnings.update", new V1.WarningUpdated { Warning = warning.ToContract(facts.LegalName) }, cause);
        }
        // A rule that is no longer there holds no longer.
        foreach (var orphan in held.Values.Where(w => w.Clear(now)))
            TellEnd(orphan, facts, cause);
    }

    private void Raise(
        WatchedFacts facts, (Judgement Judgement, Shown Shown) found, Warning? dismissed, Cause cause)
    {
        var warning = Warning.Raise(facts.CustomerId, found.Judgement, found.Shown, now);
        if (dismissed is null)
        {
            db.Add(warning);
        }
        else
        {
            dismissed.Clear(now);
            followers.Add(warning);
        }
        Tell("warnings.raise", new V1.WarningRaised { Warning = warning.ToContract(facts.LegalName) }, cause);
    }

    private void TellEnd(Warning warning, WatchedFacts facts, Cause cause) =>
        Tell("warnings.clear", new V1.WarningEnded { Warning = warning.ToContract(facts.LegalName) }, cause);

    /// <summary>Within the trace of what caused it, however much later it is told.</summary>
    private void Tell(string action, IMessage fact, Cause cause)
    {
        var subject = cause.CustomerId.ToString();
        var current = Activity.Current;
        using var activity = cause.TraceParent is { } parent && current?.Id != parent
            ? new Activity("evaluate").SetParentId(parent).Start()
            : null;
        outbox.Add(subject, fact);
        if (cause.Event is { } told)
            audit.Add(told, action, subject, fact);
        else
            audit.AddOwn(action, subject, fact);
        activity?.Stop();
        Activity.Current = current;
    }
}
