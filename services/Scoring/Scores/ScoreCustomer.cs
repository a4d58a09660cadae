using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.CustomerFacts;
using Risk.Scoring.Engine.Features;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Scores;

partial class ScoresService
{
    private static readonly TimeSpan FreshnessPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>Scores a customer on the facts held now, or as of an earlier day, and keeps the result.</summary>
    [Roles(
        Role.Administrator | Role.Integrator | Role.Sales | Role.Finance | Role.Risk | Role.Approver | Role.Committee)]
    public override async Task<V1.Score> ScoreCustomer(V1.ScoreCustomerRequest request, ServerCallContext call)
    {
        var ct = call.CancellationToken;
        var customerId = RequestedId.Of(request.CustomerId, "customer_id");
        var moment = MomentOf(request.AsOfDate);
        if (!await freshness.WaitAsync(request.NotBefore, FreshnessPatience, ct))
            throw FactsBehind();
        await using var transaction = db.Database.CurrentTransaction is null
            ? await db.Database.BeginTransactionAsync(ct)
            : null;
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var facts = await FactSheets.ReadAsync(connection, [customerId], moment.Day, ct);
        if (!facts.TryGetValue(customerId, out var sheet))
            throw Refuse.NotFound("customer", request.CustomerId);
        var used = await models.NowAsync(connection, ct);
        var scored = ScoredCustomer.Of(customerId, sheet, used, ScoreTrigger.Request, moment, out var lacking)
            ?? throw FactsLacking(lacking);
        var keeping = new ScoreKeeping(db, outbox, clock);
        await keeping.LockAsync(customerId, ct);
        var score = (await keeping.AddAsync([scored], ct))[0];
        audit.Add(call, "scores.score", request.CustomerId, score.ToContract());
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return score.ToContract(outbox.Position);
    }

    private ScoringMoment MomentOf(Types.V1.Date? asOfDate)
    {
        var now = ScoringMoment.Of(clock.GetUtcNow(), day: null);
        if (asOfDate is null or { Value: "" })
            return now;
        if (RequestedDay.Of(asOfDate) is not { } day)
            throw Refuse.Invalid("as_of_date", new("is not a day as YYYY-MM-DD", "不是 YYYY-MM-DD 格式的日期"));
        return day <= now.Day
            ? ScoringMoment.Of(now.Now, day)
            : throw Refuse.Invalid("as_of_date", new("is later than today", "晚于今天"));
    }

    private static Refusal FactsBehind() => Refuse.Precondition("FACTS_BEHIND", new(
        "The facts up to the position given have not arrived here yet. Try again in a moment.",
        "所给位置之前的事实尚未到达，请稍后重试。"));

    private static Refusal FactsLacking(IReadOnlyList<Feature> lacking) => Refuse.Precondition("FACTS_LACKING", new(
        $"The model gives no score without: {string.Join(", ", lacking.Select(f => f.Text.En))}.",
        $"缺少以下因素，模型无法评分：{string.Join("、", lacking.Select(f => f.Text.Zh))}。"));
}
