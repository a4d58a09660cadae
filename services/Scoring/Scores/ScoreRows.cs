using Npgsql;
using NpgsqlTypes;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Scores;

/// <summary>Many scores at once, by binary COPY, and the grades that count.</summary>
internal static class ScoreRows
{
    private const string Scores =
        """
        COPY scores (customer_id, score_id, as_of_day, as_of, scored_at, trigger, model, model_version, points,
            probability_of_default, model_grade, ruled_grade, grade, overridden_until, confidence, payment_index,
            explanation, feature_values) FROM STDIN (FORMAT BINARY)
        """;

    private const string Challengers =
        """
        COPY challenger_scores (customer_id, score_id, champion_version, challenger_version, scored_at, champion_grade,
            champion_points, champion_probability, challenger_grade, challenger_points, challenger_probability,
            challenger_score) FROM STDIN (FORMAT BINARY)
        """;

    // A score about an earlier day does not replace one about a later day.
    private const string Grades =
        """
        INSERT INTO customer_grades AS g (customer_id, score_id, grade, points, payment_index, as_of, scored_at)
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::integer[], $5::numeric[], $6::timestamptz[],
            $7::timestamptz[])
        ON CONFLICT (customer_id) DO UPDATE SET score_id = excluded.score_id, grade = excluded.grade,
            points = excluded.points, payment_index = excluded.payment_index, as_of = excluded.as_of,
            scored_at = excluded.scored_at
        WHERE (excluded.as_of, excluded.scored_at) >= (g.as_of, g.scored_at)
        """;

    public static async Task CopyAsync(
        NpgsqlConnection connection, IReadOnlyCollection<Score> scores, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync(Scores, ct);
        foreach (var score in scores)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(score.CustomerId, ct);
            await copy.WriteAsync(score.ScoreId, ct);
            await copy.WriteAsync(score.AsOfDay, ct);
            await copy.WriteAsync(score.AsOf.UtcDateTime, ct);
            await copy.WriteAsync(score.ScoredAt.UtcDateTime, ct);
            await copy.WriteAsync((short)score.Trigger, ct);
            await copy.WriteAsync(score.Model, ct);
            await copy.WriteAsync(score.ModelVersion, ct);
            await copy.WriteAsync(score.Points, ct);
            await copy.WriteAsync(score.ProbabilityOfDefault, ct);
            await copy.WriteAsync((short)score.ModelGrade, ct);
            await copy.WriteAsync((short)score.RuledGrade!.Value, ct);
            await copy.WriteAsync((short)score.Grade, ct);
            await WriteAsync(copy, score.OverriddenUntil, ct);
            await copy.WriteAsync(score.Confidence, ct);
            await WriteAsync(copy, score.PaymentIndex, ct);
            await copy.WriteAsync(score.Explanation, ct);
            await (score.FeatureValues is { } values ? copy.WriteAsync(values, ct) : copy.WriteNullAsync(ct));
        }
        await copy.CompleteAsync(ct);
    }

    public static async Task CopyAsync(
        NpgsqlConnection connection, IReadOnlyCollection<ChallengerScore> scores, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync(Challengers, ct);
        foreach (var score in scores)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(score.CustomerId, ct);
            await copy.WriteAsync(score.ScoreId, ct);
            await copy.WriteAsync(score.ChampionVersion, ct);
            await copy.WriteAsync(score.ChallengerVersion, ct);
            await copy.WriteAsync(score.ScoredAt.UtcDateTime, ct);
            await copy.WriteAsync((short)score.ChampionGrade, ct);
            await copy.WriteAsync(score.ChampionPoints, ct);
            await copy.WriteAsync(score.ChampionProbability, ct);
            await copy.WriteAsync((short)score.ChallengerGrade, ct);
            await copy.WriteAsync(score.ChallengerPoints, ct);
            await copy.WriteAsync(score.ChallengerProbability, ct);
            await copy.WriteAsync(score.Score, ct);
        }
        await copy.CompleteAsync(ct);
    }

    public static void AddGrades(NpgsqlBatch batch, IReadOnlyCollection<Score> scores) => batch.Add(Grades)
        .Column(NpgsqlDbType.Uuid, scores.Select(s => s.CustomerId).ToArray())
        .Column(NpgsqlDbType.Uuid, scores.Select(s => s.ScoreId).ToArray())
        .Column(NpgsqlDbType.Smallint, scores.Select(s => (short)s.Grade).ToArray())
        .Column(NpgsqlDbType.Integer, scores.Select(s => s.Points).ToArray())
        .Column(NpgsqlDbType.Numeric, scores.Select(s => s.PaymentIndex).ToArray())
        .Column(NpgsqlDbType.TimestampTz, scores.Select(s => s.AsOf.UtcDateTime).ToArray())
        .Column(NpgsqlDbType.TimestampTz, scores.Select(s => s.ScoredAt.UtcDateTime).ToArray());

    private static Task WriteAsync<T>(NpgsqlBinaryImporter copy, T? value, CancellationToken ct) where T : struct =>
        value is { } given ? copy.WriteAsync(given, ct) : copy.WriteNullAsync(ct);
}
