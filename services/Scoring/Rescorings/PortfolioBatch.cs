using Npgsql;
using Risk.Scoring.CustomerFacts;
using Risk.Scoring.Models;
using Risk.Scoring.Scores;

namespace Risk.Scoring.Rescorings;

/// <summary>The next customers in the order of their ids, with the scores that they would get.</summary>
internal sealed record PortfolioBatch(IReadOnlyList<Guid> CustomerIds, IReadOnlyList<ScoredCustomer> Scores)
{
    /// <summary>Customers whose scoring failed, and how: they are left to the queue of changed facts.</summary>
    public IReadOnlyList<(Guid CustomerId, Exception Failure)> Failed { get; init; } = [];

    private const string NextSql =
        "SELECT customer_id FROM customers WHERE customer_id > $1 ORDER BY customer_id LIMIT $2";

    /// <summary>Reads and reckons without locking anybody; empty after the last customer.</summary>
    public static async Task<PortfolioBatch> ReadAsync(
        NpgsqlDataSource source, ModelsInUse models, (Guid After, int Max) range, DateTimeOffset now,
        CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        var ids = await NextAsync(connection, range.After, range.Max, ct);
        if (ids.Count == 0)
            return new([], []);
        var moment = ScoringMoment.Of(now, day: null);
        var used = await models.NowAsync(connection, ct);
        var sheets = await FactSheets.ReadAsync(connection, ids, moment.Day, ct);
        var (scores, failed) = (new List<ScoredCustomer>(sheets.Count), new List<(Guid, Exception)>());
        foreach (var (id, sheet) in sheets)
        {
            try
            {
                if (ScoredCustomer.Of(id, sheet, used, ScoreTrigger.Portfolio, moment) is { } score)
                    scores.Add(score);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                failed.Add((id, failure));
            }
        }
        return new(ids, scores) { Failed = failed };
    }

    public static async Task<List<Guid>> NextAsync(
        NpgsqlConnection connection, Guid after, int max, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(NextSql, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = after },
                new NpgsqlParameter<int> { TypedValue = max },
            },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var ids = new List<Guid>(max);
        while (await rows.ReadAsync(ct))
            ids.Add(rows.GetGuid(0));
        return ids;
    }
}
