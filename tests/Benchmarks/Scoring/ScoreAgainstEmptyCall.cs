using Risk.Benchmarks.Measuring;
using Risk.Benchmarks.Suite;
using Risk.Client;

namespace Risk.Benchmarks.Scoring;

/// <summary>Scoring a customer on request, against an endpoint that answers at once with such a score.</summary>
internal sealed class ScoreAgainstEmptyCall : IBenchmark
{
    private const int Customers = 10_000;

    public string Name => "score";

    public string Aim => "ScoreCustomer over gRPC by 64 callers, 10,000 customers whose facts are there, fsync on, "
        + "against an endpoint of the same frame that answers with a score made before (aim >= 0.6)";

    public async Task<string> RunAsync()
    {
        await DurablePostgres.SharedAsync();
        await using var scoring = new Running<UnlimitedScoring>(new());
        await scoring.Fixture.InitializeAsync();
        var ids = await MadePortfolio.FillAsync(scoring.Fixture.Database, Customers);
        var answer = await scoring.Fixture.Client.Scores.ScoreCustomerAsync(new() { CustomerId = $"{ids[0]}" });
        await using var prepared = new Running<PreparedFixture>(new(answer));
        await prepared.Fixture.InitializeAsync();
        return await Rounds.CompareAsync("calls/s",
            () => CallerLoad.RunAsync(() => scoring.Fixture.ClientWith(scoring.Fixture.ApiKey), ScoreAsync),
            () => CallerLoad.RunAsync(() => prepared.Fixture.ClientWith(prepared.Fixture.ApiKey), ScoreAsync));

        async Task ScoreAsync(RiskClient client, Random random) =>
            await client.Scores.ScoreCustomerAsync(new() { CustomerId = $"{ids[random.Next(ids.Length)]}" });
    }
}
