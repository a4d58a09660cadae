using Npgsql;
using NpgsqlTypes;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Scores;

/// <summary>The statements that write scores, one by one or many by binary COPY, and the grades that count.</summary>
internal static class ScoreRows
{
    private const string ScoreColumns =
        """
        customer_id, score_id, as_of_day, as_of, scored_at, trigger, model, model_version, points,
        probability_of_default, model_grade, ruled_grade, grade, overridden_until, confidence, payment_index,
        explanation, feature_values
        """;

    private const string ChallengerColumns =
        """
        customer_id, score_id, champion_version, challenger_version, scored_at, champion_grade, champion_points,
        champion_probability, challenger_grade, challenger_points, challenger_probability, challenger_score
        """;

    private const string InsertScore =
        $"""
        INSERT INTO scores ({ScoreColumns})
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, NULL)
        """;

    private const string InsertChallenger =
        $"""
        INSERT INTO challenger_scores ({ChallengerColumns})
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """;

    // A score about an earlier day does not replace one about a later day.
    private const string Grades =
        """
        INSERT INTO customer_grades AS g (customer_id, score_id, grade, points, payment_index, as_of, scored_at,
            facts_version, champion_version, challenger_version, software)
        SELECT *, $11 FROM unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::integer[], $5::numeric[],
            $6::timestamptz[], $7::timestamptz[], $8::bigint[], $9::integer[], $10::integer[])
        ON CONFLICT (customer_id) DO UPDATE SET score_id = excluded.score_id, grade = excluded.grade,
            points = excluded.points, payment_index = excluded.payment_index, as_of = excluded.as_of,
            scored_at = excluded.scored_at, facts_version = excluded.facts_version,
            champion_version = excluded.champion_version, challenger_version = excluded.challenger_version,
            software = excluded.software
        WHERE (excluded.as_of, excluded.scored_at) >= (g.as_of, g.scored_at)
        """;

    /// <summary>A score with its explanation.</summary>
    public static void AddTo(NpgsqlBatch batch, Score score) => batch.Add(InsertScore)
        .With(score.CustomerId).With(score.ScoreId).With(score.AsOfDay).With(score.AsOf.UtcDateTime)
        .With(score.ScoredAt.UtcDateTime).With((short)score.Trigger).With(score.Model).With(score.ModelVersion)
        .With(score.Points).With(score.ProbabilityOfDefault).With((short)score.ModelGrade)
        .With((short)score.RuledGrade!.Value).With((short)score.Grade)
        .OrNull(NpgsqlDbType.Date, score.OverriddenUntil).With(score.Confidence)
        .OrNull(NpgsqlDbType.Numeric, score.PaymentIndex).With(score.Explanation);

    public static void AddTo(NpgsqlBatch batch, ChallengerScore score) => batch.Add(InsertChallenger)
        .With(score.CustomerId).With(score.ScoreId).With(score.ChampionVersion).With(score.ChallengerVersion)
        .With(score.ScoredAt.UtcDateTime).With((short)score.ChampionGrade).With(score.ChampionPoints)
        .With(score.ChampionProbability).With((short)score.ChallengerGrade).With(score.ChallengerPoints)
        .With(score.ChallengerProbability).With(score.Score);

    public static Task CopyAsync(
        NpgsqlConnection connection, IReadOnlyCollection<Score> scores, CancellationToken ct) =>
        CopyAsync(connection, $"COPY scores ({ScoreColumns}) FROM STDIN (FORMAT BINARY)", scores, Encode, ct);

    public static Task CopyAsync(
        NpgsqlConnection connection, IReadOnlyCollection<ChallengerScore> scores, CancellationToken ct) =>
        scores.Count == 0 ? Task.CompletedTask : CopyAsync(
            connection, $"COPY challenger_scores ({ChallengerColumns}) FROM STDIN (FORMAT BINARY)", scores, Encode, ct);

    /// <summary>In the order of the customers, so that whoever writes many writes them in one order.</summary>
    public static void AddGrades(NpgsqlBatch batch, IReadOnlyCollection<ScoredCustomer> scores)
    {
        var sorted = scores.OrderBy(s => s.Score.CustomerId).ToList();
        var rows = sorted.ConvertAll(s => s.Score);
        batch.Add(Grades)
            .Column(NpgsqlDbType.Uuid, rows.ConvertAll(s => s.CustomerId))
            .Column(NpgsqlDbType.Uuid, rows.ConvertAll(s => s.ScoreId))
            .Column(NpgsqlDbType.Smallint, rows.ConvertAll(s => (short)s.Grade))
            .Column(NpgsqlDbType.Integer, rows.ConvertAll(s => s.Points))
            .Column(NpgsqlDbType.Numeric, rows.ConvertAll(s => s.PaymentIndex))
            .Column(NpgsqlDbType.TimestampTz, rows.ConvertAll(s => s.AsOf.UtcDateTime))
            .Column(NpgsqlDbType.TimestampTz, rows.ConvertAll(s => s.ScoredAt.UtcDateTime))
            .Column(NpgsqlDbType.Bigint, sorted.ConvertAll(s => s.Basis.FactsVersion))
            .Column(NpgsqlDbType.Integer, sorted.ConvertAll(s => s.Basis.ChampionVersion))
            .Column(NpgsqlDbType.Integer, sorted.ConvertAll(s => s.Basis.ChallengerVersion))
            .With(ScoreBasis.Software);
    }

    private static async Task CopyAsync<T>(
        NpgsqlConnection connection, string sql, IEnumerable<T> rows, Action<T, CopyBuffer> encode,
        CancellationToken ct)
    {
        await using var target = await connection.BeginRawBinaryCopyAsync(sql, ct);
        var buffer = new CopyBuffer();
        foreach (var row in rows)
        {
            encode(row, buffer);
            if (buffer.IsFull)
                await buffer.FlushAsync(target, ct);
        }
        buffer.End();
        await buffer.FlushAsync(target, ct);
    }

    private static void Encode(Score score, CopyBuffer row)
    {
        row.Row(columns: 18);
        row.Uuid(score.CustomerId);
        row.Uuid(score.ScoreId);
        row.Day(score.AsOfDay);
        row.Time(score.AsOf);
        row.Time(score.ScoredAt);
        row.Small((short)score.Trigger);
        row.Text(score.Model);
        row.Whole(score.ModelVersion);
        row.Whole(score.Points);
        row.Number(score.ProbabilityOfDefault);
        row.Small((short)score.ModelGrade);
        row.Small((short)score.RuledGrade!.Value);
        row.Small((short)score.Grade);
        row.Day(score.OverriddenUntil);
        row.Number(score.Confidence);
        row.Number(score.PaymentIndex);
        row.Bytes(score.Explanation);
        if (score.FeatureValues is { } values)
            row.Bytes(values);
        else
            row.Nothing();
    }

    private static void Encode(ChallengerScore score, CopyBuffer row)
    {
        row.Row(columns: 12);
        row.Uuid(score.CustomerId);
        row.Uuid(score.ScoreId);
        row.Whole(score.ChampionVersion);
        row.Whole(score.ChallengerVersion);
        row.Time(score.ScoredAt);
        row.Small((short)score.ChampionGrade);
        row.Whole(score.ChampionPoints);
        row.Number(score.ChampionProbability);
        row.Small((short)score.ChallengerGrade);
        row.Whole(score.ChallengerPoints);
        row.Number(score.ChallengerProbability);
        row.Bytes(score.Score);
    }

    private static NpgsqlBatchCommand OrNull(this NpgsqlBatchCommand command, NpgsqlDbType type, object? value)
    {
        command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        return command;
    }
}
