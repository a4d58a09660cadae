using System.Globalization;
using System.Text;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Scoring.CustomerFacts;
using Risk.Scoring.Engine.Explanations;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Rescorings;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Models;

partial class ModelsService
{
    private const int SimulatedCustomers = 1_000;

    /// <summary>Tries a model on all customers beside the active one; keeps nothing.</summary>
    [Roles(Role.Risk | Role.Approver | Role.Committee | Role.Administrator | Role.Auditor)]
    public override async Task SimulateModel(
        V1.SimulateModelRequest request, IServerStreamWriter<V1.SimulateModelResponse> responseStream,
        ServerCallContext context)
    {
        var ct = context.CancellationToken;
        await db.Database.OpenConnectionAsync(ct);
        var tried = await TriedAsync(request, ct);
        var champion = (await models.NowAsync(Connection, ct)).Champion;
        var day = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var (total, done, last) = (await db.Set<Customer>().LongCountAsync(ct), 0L, Guid.Empty);
        var tally = new SimulationTally();
        while (await PortfolioBatch.NextAsync(Connection, last, SimulatedCustomers, ct) is { Count: > 0 } ids)
        {
            var sheets = await FactSheets.ReadAsync(Connection, ids, day, ct);
            (last, done) = (ids[^1], done + ids.Count);
            var response = new V1.SimulateModelResponse { CustomersTotal = total, CustomersDone = done };
            foreach (var id in ids.Where(sheets.ContainsKey))
            {
                var (before, after) = (champion.Score(sheets[id]).Result, tried.Score(sheets[id]).Result);
                if (tally.Count(before, after))
                    response.Changes.Add(ChangeOf(id, before!, after!));
            }
            await responseStream.WriteAsync(response, ct);
        }
        await responseStream.WriteAsync(
            new() { CustomersTotal = total, CustomersDone = done, Summary = tally.ToContract() }, ct);
    }

    private async Task<ICustomerModel> TriedAsync(V1.SimulateModelRequest request, CancellationToken ct)
    {
        var check = new InputCheck();
        check.That(request.Definition.Length > 0 != (request.Version != 0), "definition", new(
            "either this or a version is given", "须提供模型定义或版本号之一"));
        check.NoLongerThan(DefinitionMax, request.Definition, "definition");
        check.ThrowIfAny();
        if (request.Definition.Length > 0)
            return Read("tried", Encoding.UTF8.GetBytes(request.Definition)).Model;
        return await models.OfAsync(Connection, request.Version, ct) ?? throw NotFound(request.Version);
    }

    private static V1.SimulatedGrade ChangeOf(Guid customerId, ScoreResult before, ScoreResult after) => new()
    {
        CustomerId = customerId.ToString(),
        GradeBefore = (V1.Grade)before.Grade,
        GradeAfter = (V1.Grade)after.Grade,
        PointsBefore = before.Points,
        PointsAfter = after.Points,
        ProbabilityBefore = Number(before.Probability),
        ProbabilityAfter = Number(after.Probability),
        Reasons =
        {
            after.RulesChanging.Select(r => r.Text).Concat(after.Reasons.Select(AdverseReason.Of))
                .Select(t => t.ToContract()),
        },
    };

    private static Types.V1.Decimal Number(decimal value) =>
        new() { Value = value.ToString("0.############", CultureInfo.InvariantCulture) };
}
