using System.Globalization;
using Risk.Benchmarks.Measuring;
using Risk.Benchmarks.Suite;
using Risk.Client;

namespace Risk.Benchmarks.Scoring;

/// <summary>Scoring a customer on request, against an endpoint that answers at once with such a score.</summary>
internal sealed class ScoreAgainstEmptyCall : IBenchmark
{
    private const int Customers = 10_000;

    public string Name => "score";

    public string Aim => "ScoreCustomer over gRPC by 64 callers, 10,000 customers whose facts and scores of today are "
        + "there, fsync on, against an endpoint of the same frame that answers with a score made before (aim >= 0.6); "
        + "with anew beside";

    public async Task<string> RunAsync()
    {
        await DurablePostgres.SharedAsync();
        await using var scoring = new Running<UnlimitedScoring>(new());
        await scoring.Fixture.InitializeAsync();
        var ids = await MadePortfolio.FillAsync(scoring.Fixture.Database, Customers);
        await PortfolioRescoring.RescoreAsync(scoring.Fixture, new() { Reason = "benchmark" });
        var kept = await KeptAsync(scoring.Fixture);
        if (kept.Length != ids.Length)
            throw new InvalidOperationException($"{kept.Length} of {ids.Length} customers have a score.");
        await Parallel.ForEachAsync(kept, async (k, _) =>
            await scoring.Fixture.Client.Scores.ScoreCustomerAsync(new() { CustomerId = k.CustomerId }));
        var answer = await scoring.Fixture.Client.Scores.ScoreCustomerAsync(new() { CustomerId = kept[0].CustomerId });
        await using var prepared = new Running<PreparedFixture>(new(answer));
        await prepared.Fixture.InitializeAsync();

        var time = await ProcessorTime.StartAsync(scoring.Fixture.Database);
        var (ours, empty, anew) = (new CallCost(time), new CallCost(time), new CallCost(time));
        var ratio = await Rounds.CompareAsync("calls/s",
            () => ours.OfAsync(() => LoadAsync(scoring.Fixture, KeptScoreAsync)),
            () => empty.OfAsync(() => LoadAsync(prepared.Fixture, PreparedAsync)));
        await anew.OfAsync(() => LoadAsync(scoring.Fixture, AnewAsync));
        return string.Join('\n', ratio, ours.Line("ours"), empty.Line("empty"), anew.Line("anew"));

        Task KeptScoreAsync(RiskClient client, Random random)
        {
            var (customerId, scoreId) = kept[random.Next(kept.Length)];
            return ScoreAsync(client, customerId, scoreId);
        }

        Task PreparedAsync(RiskClient client, Random random) =>
            ScoreAsync(client, kept[random.Next(kept.Length)].CustomerId, answer.ScoreId);

        async Task AnewAsync(RiskClient client, Random random) => await client.Scores.ScoreCustomerAsync(
            new() { CustomerId = kept[random.Next(kept.Length)].CustomerId, Anew = true });
    }

    private static async Task ScoreAsync(RiskClient client, string customerId, string scoreId)
    {
        var score = await client.Scores.ScoreCustomerAsync(new() { CustomerId = customerId });
        if (!string.Equals(score.ScoreId, scoreId, StringComparison.Ordinal) || score.Reasons.Count == 0)
            throw new InvalidOperationException($"Not the score {scoreId} of {customerId}: {score}");
    }

    private static Task<double> LoadAsync<T>(
        Risk.Testing.ServiceFixture<T> service, Func<RiskClient, Random, Task> call)
        where T : Risk.ServiceDefaults.IRiskService =>
        CallerLoad.RunAsync(() => service.ClientWith(service.ApiKey), call);

    private static async Task<(string CustomerId, string ScoreId)[]> KeptAsync(UnlimitedScoring scoring)
    {
        await using var command = scoring.Database.CreateCommand("SELECT customer_id, score_id FROM customer_grades");
        await using var rows = await command.ExecuteReaderAsync();
        var kept = new List<(string, string)>(Customers);
        while (await rows.ReadAsync())
            kept.Add((rows.GetGuid(0).ToString(), rows.GetGuid(1).ToString()));
        return [.. kept];
    }

    /// <summary>Processor time of the calls of one kind, callers and server together.</summary>
    private sealed class CallCost(ProcessorTime time)
    {
        private readonly List<(double Own, double Server)> rounds = [];

        public async Task<double> OfAsync(Func<Task<double>> load)
        {
            var (own, postgres) = time.Spent;
            var perSecond = await load();
            var after = time.Spent;
            var calls = perSecond * CallerLoad.Time.TotalSeconds;
            rounds.Add(((after.Own - own) / calls, (after.Server - postgres) / calls));
            return perSecond;
        }

        public string Line(string which) => string.Create(CultureInfo.InvariantCulture,
            $"  {which,-9} {1e6 * Rounds.Median(rounds.Select(r => r.Own)),8:0} µs of processor a call, callers included, "
            + $"and {1e6 * Rounds.Median(rounds.Select(r => r.Server)):0} µs of Postgres");
    }
}
