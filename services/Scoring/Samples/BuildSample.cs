using Grpc.Core;
using Npgsql;
using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Outcomes;
using Risk.Scoring.Rescorings;
using Risk.ServiceDefaults.Identity;

namespace Risk.Scoring.Samples;

partial class SamplesService
{
    private const int CustomersAtOnce = 50;

    /// <summary>Streams cases of past days with what was known then and what became of them; keeps nothing.</summary>
    [Roles(Role.Risk | Role.Administrator | Role.Auditor)]
    public override async Task BuildSample(
        V1.BuildSampleRequest request, IServerStreamWriter<V1.BuildSampleResponse> responseStream,
        ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var plan = SamplePlan.Of(request, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead, ct);
        var total = await CountAsync(connection, ct);
        await responseStream.WriteAsync(new() { Header = plan.Header(), CustomersTotal = total }, ct);
        var (done, last, tally) = (0L, Guid.Empty, new Dictionary<OutcomeKind, long>());
        while (await PortfolioBatch.NextAsync(connection, last, CustomersAtOnce, ct) is { Count: > 0 } ids)
        {
            var response = new V1.BuildSampleResponse { CustomersTotal = total, CustomersDone = done += ids.Count };
            foreach (var history in await CustomerHistories.ReadAsync(connection, ids, plan.KnownOn, ct))
                response.Cases.AddRange(CasesOf(history, plan, tally));
            last = ids[^1];
            await responseStream.WriteAsync(response, ct);
        }
        await responseStream.WriteAsync(
            new() { CustomersTotal = total, CustomersDone = done, Summary = Summary(tally) }, ct);
    }

    private static IEnumerable<V1.SampleCase> CasesOf(
        CustomerHistory history, SamplePlan plan, Dictionary<OutcomeKind, long> tally)
    {
        var defaults = history.Defaults(plan.Outcome);
        foreach (var day in plan.Days)
        {
            var facts = history.KnownOn(day);
            var seen = defaults.Observe(day, facts.FirstTradeOn, plan.Today);
            tally[seen.Kind] = tally.GetValueOrDefault(seen.Kind) + 1;
            if (!seen.IsLearntFrom)
                continue;
            yield return new()
            {
                CustomerId = history.CustomerId.ToString(),
                AsOf = SamplePlan.Date(day),
                IsBad = seen.Kind == OutcomeKind.Bad,
                DefaultOn = seen.DefaultOn is { } on ? SamplePlan.Date(on) : null,
                Cause = seen.Cause is { } cause ? (V1.DefaultCause)cause : V1.DefaultCause.Unspecified,
                Values = { plan.Features.Select(f => Text(f.Of(facts))) },
            };
        }
    }

    private static string Text(FeatureValue value) =>
        value.IsKnown ? value.Amount.ToString("0.############", System.Globalization.CultureInfo.InvariantCulture) : "";

    private static V1.SampleSummary Summary(Dictionary<OutcomeKind, long> tally) => new()
    {
        Good = tally.GetValueOrDefault(OutcomeKind.Good),
        Bad = tally.GetValueOrDefault(OutcomeKind.Bad),
        InDefault = tally.GetValueOrDefault(OutcomeKind.InDefault),
        TooYoung = tally.GetValueOrDefault(OutcomeKind.TooYoung),
        Indeterminate = tally.GetValueOrDefault(OutcomeKind.Indeterminate),
        Open = tally.GetValueOrDefault(OutcomeKind.Open),
    };

    private static async Task<long> CountAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT count(*) FROM customers", connection);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
