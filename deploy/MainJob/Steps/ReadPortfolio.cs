using Risk.Client;
using Risk.Scoring.V1;

namespace Risk.MainJob.Steps;

/// <summary>Reads every credit account with its exposure and ageing.</summary>
internal sealed class ReadPortfolio(RiskClient client)
{
    public async Task<IReadOnlyList<CreditAccount>> RunAsync(DateOnly asOf, CancellationToken cancellation)
    {
        var request = new ListCreditAccountsRequest { PageSize = 1000, AsOfDate = Days.Of(asOf) };
        return await AllPages.ReadAsync(
            token => client.CreditAccounts.ListCreditAccountsAsync(
                new(request) { PageToken = token }, cancellationToken: cancellation).ResponseAsync,
            page => page.CreditAccounts, page => page.NextPageToken);
    }
}
