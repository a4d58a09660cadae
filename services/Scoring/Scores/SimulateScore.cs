using System.Globalization;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.CustomerFacts;
using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Scorecards;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Scores;

partial class ScoresService
{
    /// <summary>Scores a customer on facts that are supposed, by the active or another model; keeps nothing.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.SimulateScoreResponse> SimulateScore(
        V1.SimulateScoreRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var customerId = RequestedId.Of(request.CustomerId, "customer_id");
        var moment = ScoringMoment.Of(clock.GetUtcNow(), day: null);
        await db.Database.OpenConnectionAsync(ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var facts = await FactSheets.ReadAsync(connection, [customerId], moment.Day, ct);
        if (!facts.TryGetValue(customerId, out var sheet))
            throw Refuse.NotFound("customer", request.CustomerId);
        var supposed = Hypothesis.On(sheet, request.Facts ?? new());
        var champion = (await models.NowAsync(connection, ct)).Champion;
        var tried = request.ModelVersion == 0
            ? champion
            : await models.OfAsync(connection, request.ModelVersion, ct)
              ?? throw Refuse.NotFound("model", request.ModelVersion.ToString(CultureInfo.InvariantCulture));
        var explanation = Simulated(customerId, tried, supposed, moment);
        var present = champion.Score(sheet).Result is null ? null : Simulated(customerId, champion, sheet, moment);
        return new()
        {
            Explanation = explanation,
            Present = present,
            Comparison = ScoreDifference.Between(present, explanation),
        };
    }

    private static V1.ScoreExplanation Simulated(
        Guid customerId, ICustomerModel model, FactSheet facts, ScoringMoment moment)
    {
        var outcome = model.Score(facts);
        var result = outcome.Result ?? throw FactsLacking(outcome.Lacking);
        var explanation = ScoreContract.Explain(Guid.Empty, customerId, result, default, moment);
        explanation.Score.ScoreId = "";
        if (model is TrainedModel trained)
            NextGrade.Add(explanation, trained);
        return explanation;
    }
}
