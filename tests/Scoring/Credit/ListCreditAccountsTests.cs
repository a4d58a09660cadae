using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Credit;

public sealed class ListCreditAccountsTests(ServiceFixture<ScoringService> scoring)
    : IClassFixture<ServiceFixture<ScoringService>>
{
    [Fact]
    public async Task Pages_list_every_account_once_with_its_exposure()
    {
        var buyers = new List<Buyer>();
        for (var i = 1; i <= 5; i++)
        {
            buyers.Add(await Buyer.WithLimit(scoring, i * 100));
            await buyers[^1].Record(buyers[^1].Invoice("I1", i));
        }

        var listed = new List<V1.CreditAccount>();
        for (var token = "first"; token.Length > 0;)
        {
            var page = await scoring.Client.CreditAccounts.ListCreditAccountsAsync(
                new() { PageSize = 2, PageToken = token == "first" ? "" : token });
            page.CreditAccounts.Count.ShouldBeInRange(1, 2);
            listed.AddRange(page.CreditAccounts);
            token = page.NextPageToken;
        }

        listed.Select(a => (a.CustomerId, a.Limit.Amount, a.Exposure.Receivable.Value)).ShouldBe(
            buyers.Select((b, i) => (b.Id, $"{i + 1}00.00", $"{i + 1}.00")));
    }
}
