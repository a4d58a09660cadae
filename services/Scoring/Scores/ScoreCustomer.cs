using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Engine.Features;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Requests.Idempotency;

namespace Risk.Scoring.Scores;

partial class ScoresService
{
    private static readonly TimeSpan FreshnessPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Scores a customer on the facts held now, or as of an earlier day, and keeps the result; while nothing changes
    /// that its score of today rests on, answers that one.
    /// </summary>
    [Roles(
        Role.Administrator | Role.Integrator | Role.Sales | Role.Finance | Role.Risk | Role.Approver | Role.Committee)]
    [OwnIdempotency]
    public override async Task<V1.Score> ScoreCustomer(V1.ScoreCustomerRequest request, ServerCallContext call)
    {
        var ct = call.CancellationToken;
        var customerId = RequestedId.Of(request.CustomerId, "customer_id");
        var moment = MomentOf(request.AsOfDate);
        if (request.NotBefore.Length > 0 && !await freshness.WaitAsync(request.NotBefore, FreshnessPatience, ct))
            throw FactsBehind();
        if (!request.Anew && moment.IsToday)
        {
            var known = (call.Caller().Id, request.RequestId);
            if (await current.FindAsync(customerId, moment.Day, known, ct) is { } kept)
                return kept;
        }
        return await DoneOnce.RunAsync(
            request.RequestId, request, call, () => ScoreAsync(request, customerId, moment, call));
    }

    private async Task<V1.Score> ScoreAsync(
        V1.ScoreCustomerRequest request, Guid customerId, ScoringMoment moment, ServerCallContext call)
    {
        var ct = call.CancellationToken;
        await using var transaction = db.Database.CurrentTransaction is null
            ? await db.Database.BeginTransactionAsync(ct)
            : null;
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var (standing, input) = await ScoringInput.HoldAsync(connection, models, customerId, moment.Day, ct);
        if (!input.Sheets.TryGetValue(customerId, out var sheet))
            throw Refuse.NotFound("customer", request.CustomerId);
        // Somebody else may have scored the customer while this call waited for it.
        if (!request.Anew && moment.IsToday && standing.Grades.TryGetValue(customerId, out var grade)
            && grade.RestsOn(ScoreBasis.Of(sheet, input.Models), moment.Day))
        {
            return (await ExplainedAsync([await Find(grade.ScoreId.ToString(), ct)], ct))[0].Score;
        }
        var scored = ScoredCustomer.Of(customerId, sheet, input.Models, ScoreTrigger.Request, moment, out var lacking)
            ?? throw FactsLacking(lacking);
        var (kept, position) = await keeping.AddAsync(connection, [scored], standing, Entry, ct);
        db.TellAfterCommit();
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        var answer = kept[0];
        answer.Position = position;
        return answer;

        AuditEntry Entry(V1.Score score) => AuditEntry.From(call, "scores.score", request.CustomerId, score, clock);
    }

    private ScoringMoment MomentOf(Types.V1.Date? asOfDate)
    {
        var now = ScoringMoment.Of(clock.GetUtcNow(), day: null);
        if (asOfDate is null or { Value: "" })
            return now;
        if (RequestedDay.Of(asOfDate) is not { } day)
            throw Refuse.Invalid("as_of_date", new("must be a day such as 2026-01-31", "必须是有效日期，例如 2026-01-31"));
        return day <= now.Day
            ? ScoringMoment.Of(now.Now, day)
            : throw Refuse.Invalid("as_of_date", new("is later than today", "晚于今天"));
    }

    private static Refusal FactsBehind() => Refuse.Precondition("FACTS_BEHIND", new(
        "The facts up to the position given have not arrived here yet. Try again in a moment.",
        "所给位置之前的数据尚未到达，请稍后重试。"));

    private static Refusal FactsLacking(IReadOnlyList<Feature> lacking) => Refuse.Precondition("FACTS_LACKING", new(
        $"The model gives no score without: {string.Join(", ", lacking.Select(f => f.Text.En))}.",
        $"缺少以下因素，模型无法评分：{string.Join("、", lacking.Select(f => f.Text.Zh))}。"));
}
