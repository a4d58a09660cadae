using System.Globalization;
using Npgsql;
using Risk.Scoring.Models;
using Risk.Scoring.Scores;

namespace Risk.Scoring.Rescorings;

/// <summary>The next customers in the order of their ids, with the scores that they would get.</summary>
internal sealed record PortfolioBatch(IReadOnlyList<Guid> CustomerIds, IReadOnlyList<ScoredCustomer> Scores)
{
    /// <summary>Customers whose scoring failed, and how: they are left to the queue of changed facts.</summary>
    public IReadOnlyList<(Guid CustomerId, Exception Failure)> Failed { get; init; } = [];

    /// <summary>Customers whose scores still hold.</summary>
    public int Unchanged { get; init; }

    private const string NextSql =
        "SELECT customer_id, false FROM customers WHERE customer_id > $1 ORDER BY customer_id LIMIT $2";

    private static readonly string NextOutdatedSql = string.Format(CultureInfo.InvariantCulture,
        $$"""
        SELECT c.customer_id, coalesce({{ScoreBasis.Holds}}, false)
        FROM (SELECT customer_id FROM customers WHERE customer_id > $1 ORDER BY customer_id LIMIT $2) c
            LEFT JOIN customer_grades g USING (customer_id) LEFT JOIN facts_versions f USING (customer_id)
        ORDER BY c.customer_id
        """, "$3", "$4");

    /// <summary>Reads without locking anybody; nobody after the last customer.</summary>
    public static async Task<PortfolioInput> ReadAsync(
        NpgsqlDataSource source, ModelsInUse models, PortfolioRange range, DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        var moment = ScoringMoment.Of(now, day: null);
        var next = await NextAsync(connection, range, moment.Day, ct);
        Guid[] outdated = [.. next.Where(c => !c.Holds).Select(c => c.CustomerId)];
        return new(next.ConvertAll(c => c.CustomerId), moment)
        {
            Outdated = outdated.Length == 0
                ? null
                : await ScoringInput.ReadAsync(connection, models, outdated, moment.Day, ct),
            Unchanged = next.Count - outdated.Length,
        };
    }

    public static PortfolioBatch Score(PortfolioInput read) => read.Outdated is { } input
        ? Score(input, read.CustomerIds, read.Moment) with { Unchanged = read.Unchanged }
        : new(read.CustomerIds, []) { Unchanged = read.Unchanged };

    private static PortfolioBatch Score(ScoringInput input, IReadOnlyList<Guid> all, ScoringMoment moment)
    {
        var (scores, failed) = (new List<ScoredCustomer>(input.Sheets.Count), new List<(Guid, Exception)>());
        foreach (var (id, sheet) in input.Sheets)
        {
            try
            {
                if (ScoredCustomer.Of(id, sheet, input.Models, ScoreTrigger.Portfolio, moment) is { } score)
                    scores.Add(score);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                failed.Add((id, failure));
            }
        }
        return new(all, scores) { Failed = failed };
    }

    /// <summary>In the order of the ids; none of them holds when everybody is to be scored anew.</summary>
    private static async Task<List<(Guid CustomerId, bool Holds)>> NextAsync(
        NpgsqlConnection connection, PortfolioRange range, DateOnly day, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(range.Anew ? NextSql : NextOutdatedSql, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = range.After },
                new NpgsqlParameter<int> { TypedValue = range.CustomersMax },
            },
        };
        if (!range.Anew)
        {
            command.Parameters.Add(new NpgsqlParameter<DateTime>
            {
                TypedValue = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
            });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = ScoreBasis.Software });
        }
        await using var rows = await command.ExecuteReaderAsync(ct);
        var next = new List<(Guid, bool)>(range.CustomersMax);
        while (await rows.ReadAsync(ct))
            next.Add((rows.GetGuid(0), rows.GetBoolean(1)));
        return next;
    }

    public static async Task<List<Guid>> NextAsync(
        NpgsqlConnection connection, Guid after, int max, CancellationToken ct) =>
        (await NextAsync(connection, new PortfolioRange(after, max, Anew: true), default, ct))
            .ConvertAll(c => c.CustomerId);
}

/// <summary>The next customers as they were read; null when the scores of all of them still hold.</summary>
internal sealed record PortfolioInput(IReadOnlyList<Guid> CustomerIds, ScoringMoment Moment)
{
    public ScoringInput? Outdated { get; init; }

    public int Unchanged { get; init; }
}

/// <summary>Customers after one of them; anew means also those whose scores still hold.</summary>
internal sealed record PortfolioRange(Guid After, int CustomersMax, bool Anew);
