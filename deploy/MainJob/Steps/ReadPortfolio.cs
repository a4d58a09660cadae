using System.Globalization;
using Risk.Client;
using Risk.Scoring.V1;
using Risk.Types.V1;

namespace Risk.MainJob.Steps;

/// <summary>Reads every credit account with its exposure and ageing.</summary>
internal sealed class ReadPortfolio(RiskClient client)
{
    public async Task<IReadOnlyList<CreditAccount>> RunAsync(DateOnly asOf, CancellationToken cancellation)
    {
        var accounts = new List<CreditAccount>();
        var request = new ListCreditAccountsRequest
        {
            PageSize = 1000,
            AsOfDate = new Date { Value = asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) },
        };
        do
        {
            var page = await client.CreditAccounts.ListCreditAccountsAsync(request, cancellationToken: cancellation);
            accounts.AddRange(page.CreditAccounts);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        return accounts;
    }
}
