using System.Collections.Concurrent;
using System.Globalization;
using Grpc.Core;
using Risk.Client;
using Risk.Scoring.V1;

namespace Risk.MainJob.Steps;

/// <summary>Scores every customer on the facts up to the imports.</summary>
internal sealed class ScoreEveryone(RiskClient client, ProgressBars progress)
{
    private const int AtOnce = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public async Task<IReadOnlyDictionary<string, Score>> RunAsync(
        string notBefore, DateOnly asOf, CancellationToken cancellation)
    {
        var customers = await CustomerIdsAsync(cancellation);
        return await progress.RunAsync<IReadOnlyDictionary<string, Score>>(
            $"score {customers.Count.ToString("N0", CultureInfo.InvariantCulture)} customers",
            customers.Count,
            async report =>
            {
                var scores = new ConcurrentDictionary<string, Score>(StringComparer.Ordinal);
                await Parallel.ForEachAsync(
                    customers,
                    new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
                    async (customer, token) =>
                    {
                        scores[customer] = await ScoreAsync(customer, notBefore, asOf, token);
                        report(scores.Count);
                    });
                return scores;
            });
    }

    private async Task<Score> ScoreAsync(
        string customer, string notBefore, DateOnly asOf, CancellationToken cancellation)
    {
        var request = new ScoreCustomerRequest
        {
            CustomerId = customer,
            NotBefore = notBefore,
            AsOfDate = Days.Of(asOf),
        };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        while (true)
        {
            try
            {
                return await client.Scores.ScoreCustomerAsync(request, cancellationToken: patience.Token);
            }
            catch (RpcException behind) when (behind.StatusCode == StatusCode.FailedPrecondition)
            {
                // The facts of the import are still on their way: each try waits half a second at the service.
                await Task.Delay(TimeSpan.FromMilliseconds(200), patience.Token);
            }
        }
    }

    private Task<List<string>> CustomerIdsAsync(CancellationToken cancellation) => AllPages.ReadAsync(
        token => client.Customers.ListCustomersAsync(
            new() { PageSize = 1000, PageToken = token }, cancellationToken: cancellation).ResponseAsync,
        page => page.Customers.Select(customer => customer.CustomerId), page => page.NextPageToken);
}
