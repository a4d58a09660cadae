using System.Data;
using System.Globalization;
using Npgsql;
using Risk.Scoring.Models;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Scores;

/// <summary>
/// Reads which scores still hold, one reader at a time, on a connection that is kept: taken from the pool for each
/// read it would be reset and told anew how to plan, which costs as much as the read.
/// </summary>
internal sealed class HoldingScores(NpgsqlDataSource database, ModelsInUse models) : IAsyncDisposable
{
    private static readonly string HoldingSql = string.Format(CultureInfo.InvariantCulture,
        $$"""
        SELECT g.customer_id, g.score_id
        FROM customer_grades g LEFT JOIN facts_versions f USING (customer_id)
        WHERE g.customer_id = ANY($1) AND {{ScoreBasis.Holds}}
        """, "$2", "$3");

    private const string AnsweredSql =
        """
        SELECT caller, request_id FROM idempotency WHERE caller = ANY($1) AND request_id = ANY($2)
        """;

    private NpgsqlConnection? kept;

    /// <summary>Of the customers those whose score holds, and of the requests those that have been answered.</summary>
    public async Task<(List<HoldingScore> Holding, HashSet<(string Caller, string Id)> Answered)> ReadAsync(
        Guid[] customerIds, DateOnly day, IReadOnlyCollection<(string Caller, string Id)> requests)
    {
        if (kept is { } known)
        {
            try
            {
                if (known.State == ConnectionState.Open)
                    return await ReadAsync(known, customerIds, day, requests);
            }
            catch (Exception failed) when (failed.IsOfDatabase())
            {
                // The server may have been started again since: nothing was written, so it is read again.
            }
            await known.DisposeAsync();
            kept = null;
        }
        return await ReadAsync(kept = await OpenAsync(), customerIds, day, requests);
    }

    /// <summary>The model of a version, which a score that holds was given by.</summary>
    public Task<Engine.Scorecards.ICustomerModel?> ModelAsync(int version) =>
        models.OfAsync(kept!, version, CancellationToken.None);

    public ValueTask DisposeAsync() => kept?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = await database.OpenConnectionAsync();
        await using var plan = new NpgsqlCommand($"SET {ScoringInput.PlannedOnce}", connection);
        await plan.ExecuteNonQueryAsync();
        return connection;
    }

    private static async Task<(List<HoldingScore>, HashSet<(string, string)>)> ReadAsync(
        NpgsqlConnection connection, Guid[] customerIds, DateOnly day,
        IReadOnlyCollection<(string Caller, string Id)> requests)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(HoldingSql).With(customerIds)
            .With(day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)).With(ScoreBasis.Software);
        if (requests.Count > 0)
        {
            batch.Add(AnsweredSql)
                .With(requests.Select(r => r.Caller).Distinct(StringComparer.Ordinal).ToArray())
                .With(requests.Select(r => r.Id).ToArray());
        }
        await using var rows = await batch.ExecuteReaderAsync();
        var (holding, answered) = (new List<HoldingScore>(customerIds.Length), new HashSet<(string, string)>());
        while (await rows.ReadAsync())
            holding.Add(new(rows.GetGuid(0), rows.GetGuid(1)));
        if (await rows.NextResultAsync())
        {
            while (await rows.ReadAsync())
                answered.Add((rows.GetString(0), rows.GetString(1)));
        }
        return (holding, answered);
    }
}

/// <summary>A score that would be the same if it were reckoned now.</summary>
internal sealed record HoldingScore(Guid CustomerId, Guid ScoreId);
