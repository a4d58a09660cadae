using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Risk.Intake.V1;
using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Events;

namespace Risk.Scoring.CustomerFacts;

/// <summary>
/// Keeps financial statements. One that replaces another stands beside it: the one filed last counts.
/// </summary>
internal sealed class KeepStatementWhenStatementFiled(ScoringDb db) : IReaction<StatementFiled>
{
    private static readonly string Insert = string.Create(CultureInfo.InvariantCulture,
        $"""
        INSERT INTO statements (customer_id, statement_id, period_start, period_end, scope, audit_opinion, recorded_at,
            currency_code, {string.Join(", ", StatementColumns.Names)})
        VALUES ($1, $2, $3, $4, $5, $6, $7, nullif($8, ''),
            {string.Join(", ", StatementColumns.Names.Select((_, i) => $"${i + 9}"))})
        ON CONFLICT (customer_id, statement_id) DO NOTHING
        """);

    public async Task React(StatementFiled fact, EventContext context, CancellationToken ct)
    {
        var s = fact.Statement;
        if ((s.PeriodStart.ToDay(), s.PeriodEnd.ToDay()) is not ({ } start, { } end))
            return;
        await using var command = new NpgsqlCommand(Insert, (NpgsqlConnection)db.Database.GetDbConnection())
        {
            Parameters =
            {
                new() { Value = Guid.Parse(s.CustomerId) }, new() { Value = Guid.Parse(s.StatementId) },
                new() { Value = start }, new() { Value = end },
                new() { Value = (short)s.Scope }, new() { Value = (short)s.AuditOpinion },
                new() { Value = s.RecordedAt.ToTime(context.Time), NpgsqlDbType = NpgsqlDbType.TimestampTz },
                new() { Value = s.CurrencyCode },
            },
        };
        foreach (var line in Enum.GetValues<Line>())
        {
            command.Parameters.Add(new NpgsqlParameter
            {
                Value = (object?)StatementColumns.Amount(s, line) ?? DBNull.Value,
                NpgsqlDbType = NpgsqlDbType.Numeric,
            });
        }
        await command.ExecuteNonQueryAsync(ct);
    }
}
