using System.Diagnostics;
using Grpc.Core;
using Risk.Client;
using Risk.Monitoring.V1;

namespace Risk.MainJob.Steps;

/// <summary>Reads the open warnings, the gravest first, once all customers have been decided on.</summary>
internal sealed class ReadWarnings(RiskClient client, ProgressBars progress)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(5);

    public Task<IReadOnlyList<Warning>> RunAsync(string notBefore, CancellationToken cancellation) =>
        progress.RunAsync<IReadOnlyList<Warning>>("decide warnings", 1, async _ =>
        {
            var watch = Stopwatch.StartNew();
            while (await IsBehindAsync(notBefore, cancellation) && watch.Elapsed < TimeMax)
                await Task.Delay(LookEvery, cancellation);
            var warnings = await AllPages.ReadAsync(
                token => client.Warnings.ListWarningsAsync(
                    new() { PageSize = 500, PageToken = token }, cancellationToken: cancellation).ResponseAsync,
                page => page.Warnings, page => page.NextPageToken);

            return
            [
                .. warnings.OrderByDescending(warning => warning.Severity)
                    .ThenByDescending(warning => warnings.Count(other => other.CustomerId == warning.CustomerId))
                    .ThenBy(warning => warning.LegalName, StringComparer.Ordinal)
                    .ThenBy(warning => warning.Rule, StringComparer.Ordinal),
            ];
        });

    private async Task<bool> IsBehindAsync(string notBefore, CancellationToken cancellation)
    {
        try
        {
            var request = new ListWarningsRequest { PageSize = 1, NotBefore = notBefore };
            var page = await client.Warnings.ListWarningsAsync(request, cancellationToken: cancellation);
            return page.CustomersWaiting > 0;
        }
        catch (RpcException behind) when (behind.StatusCode == StatusCode.FailedPrecondition)
        {
            return true;
        }
    }
}
