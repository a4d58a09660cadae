using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Models;

partial class ModelsService
{
    private const int CompareDaysDefault = 90;
    private const int CompareDaysMax = 3_660;
    private const int DifferencesMax = 50;

    // The last score that both gave, of each customer.
    private const string Beside =
        """
        WITH beside AS MATERIALIZED (
            SELECT DISTINCT ON (customer_id) * FROM challenger_scores
            WHERE champion_version = $1 AND challenger_version = $2 AND scored_at > $3
            ORDER BY customer_id, scored_at DESC)
        """;

    private const string Pairs = Beside +
        """
        SELECT champion_grade, challenger_grade, count(*), avg(champion_probability)::numeric(12, 10),
            avg(challenger_probability)::numeric(12, 10)
        FROM beside GROUP BY champion_grade, challenger_grade ORDER BY champion_grade, challenger_grade
        """;

    private const string Differences = Beside +
        """
        SELECT customer_id, score_id, champion_grade, challenger_grade, champion_points, challenger_points,
            challenger_score
        FROM beside WHERE champion_grade <> challenger_grade
        ORDER BY abs(champion_grade - challenger_grade) DESC, abs(champion_points - challenger_points) DESC, customer_id
        LIMIT $4
        """;

    /// <summary>Compares a challenger with the champion on the scores that both gave.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.CompareModelsResponse> CompareModels(
        V1.CompareModelsRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var check = new InputCheck();
        check.That(request.Days is >= 0 and <= CompareDaysMax, "days", new(
            $"must be from 1 to {CompareDaysMax}", $"必须在 1 到 {CompareDaysMax} 之间"));
        check.That(Enum.IsDefined(request.AcceptedGrade), "accepted_grade", new("is no grade", "不是有效的信用等级"));
        check.ThrowIfAny();
        await db.Database.OpenConnectionAsync(ct);
        var response = new V1.CompareModelsResponse
        {
            ChampionVersion = await VersionAsync(request.ChampionVersion, V1.ModelState.Active, ct),
            ChallengerVersion = await VersionAsync(request.ChallengerVersion, V1.ModelState.Challenger, ct),
        };
        var days = request.Days == 0 ? CompareDaysDefault : request.Days;
        await AddAsync(response, clock.GetUtcNow().AddDays(-days), ct);
        var accepted = request.AcceptedGrade == V1.Grade.Unspecified ? V1.Grade.Bb : request.AcceptedGrade;
        response.SwappedIn = response.GradePairs
            .Where(p => p.ChampionGrade > accepted && p.ChallengerGrade <= accepted).Sum(p => p.Customers);
        response.SwappedOut = response.GradePairs
            .Where(p => p.ChampionGrade <= accepted && p.ChallengerGrade > accepted).Sum(p => p.Customers);
        return response;
    }

    private async Task<int> VersionAsync(int asked, V1.ModelState otherwise, CancellationToken ct)
    {
        if (asked == 0 && await InStateAsync(otherwise, ct) is { } used)
            return used.Version;
        if (asked != 0 && await db.Set<ModelVersion>().AnyAsync(m => m.Version == asked, ct))
            return asked;
        throw asked == 0
            ? Refuse.Precondition("NO_CHALLENGER", new("No model challenges the active one.", "当前没有挑战者模型。"))
            : NotFound(asked);
    }

    private async Task AddAsync(V1.CompareModelsResponse response, DateTimeOffset since, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(Connection);
        batch.Add(Pairs).With(response.ChampionVersion).With(response.ChallengerVersion).With(since.UtcDateTime);
        batch.Add(Differences).With(response.ChampionVersion).With(response.ChallengerVersion).With(since.UtcDateTime)
            .With(DifferencesMax);
        await using var rows = await batch.ExecuteReaderAsync(ct);
        var (same, near, champion, challenger) = (0L, 0L, 0m, 0m);
        while (await rows.ReadAsync(ct))
        {
            var pair = new V1.GradePair
            {
                ChampionGrade = (V1.Grade)rows.GetInt16(0),
                ChallengerGrade = (V1.Grade)rows.GetInt16(1),
                Customers = rows.GetInt64(2),
            };
            response.GradePairs.Add(pair);
            response.Customers += pair.Customers;
            same += pair.ChampionGrade == pair.ChallengerGrade ? pair.Customers : 0;
            near += Math.Abs(pair.ChampionGrade - pair.ChallengerGrade) <= 1 ? pair.Customers : 0;
            champion += rows.GetDecimal(3) * pair.Customers;
            challenger += rows.GetDecimal(4) * pair.Customers;
        }
        response.Agreement = Mean(same, response.Customers);
        response.AgreementWithinOne = Mean(near, response.Customers);
        response.ChampionProbabilityMean = Mean(champion, response.Customers);
        response.ChallengerProbabilityMean = Mean(challenger, response.Customers);
        await rows.NextResultAsync(ct);
        while (await rows.ReadAsync(ct))
            response.Differences.Add(DifferenceOf(rows));
    }

    private static V1.GradeDifference DifferenceOf(NpgsqlDataReader row) => new()
    {
        CustomerId = row.GetGuid(0).ToString(),
        ScoreId = row.GetGuid(1).ToString(),
        ChampionGrade = (V1.Grade)row.GetInt16(2),
        ChallengerGrade = (V1.Grade)row.GetInt16(3),
        ChampionPoints = row.GetInt32(4),
        ChallengerPoints = row.GetInt32(5),
        ChallengerReasons = { V1.Score.Parser.ParseFrom(row.GetFieldValue<byte[]>(6)).Reasons.Select(r => r.Text) },
    };

    private static Types.V1.Decimal? Mean(decimal sum, long count) =>
        count == 0 ? null : Number(Math.Round(sum / count, 8));
}
