using Grpc.Core;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.ExpectedLosses;

public sealed class ListExpectedLossesTests(UnscoredFixture scoring) : IClassFixture<UnscoredFixture>
{
    [Fact]
    public async Task Customers_with_documents_are_listed_page_by_page_and_by_grade()
    {
        var buyers = new List<Buyer>();
        foreach (var grade in (Grade[])[Grade.A, Grade.D, Grade.A])
        {
            buyers.Add(await Buyer.WithLimit(scoring, 100));
            await buyers[^1].Record(buyers[^1].Invoice("I1", 10 * buyers.Count));
            await buyers[^1].Graded(grade);
        }
        await Buyer.WithLimit(scoring, 100);

        var first = await scoring.Client.ExpectedLosses.ListExpectedLossesAsync(new() { PageSize = 2 });
        var rest = await scoring.Client.ExpectedLosses.ListExpectedLossesAsync(
            new() { PageSize = 2, PageToken = first.NextPageToken });
        var good = await scoring.Client.ExpectedLosses.ListExpectedLossesAsync(new() { Grade = Grade.A });

        first.ExpectedLosses.Concat(rest.ExpectedLosses).Select(l => l.CustomerId)
            .ShouldBe(buyers.Select(b => b.Id).Order(StringComparer.Ordinal));
        rest.NextPageToken.ShouldBeEmpty();
        good.ExpectedLosses.Select(l => l.ExposureAtDefault.Amount).Order(StringComparer.Ordinal)
            .ShouldBe(["10.00", "30.00"]);
        (await Should.ThrowAsync<RpcException>(async () => await scoring.Client.ExpectedLosses.ListExpectedLossesAsync(
            new() { Grade = Grade.B, PageToken = first.NextPageToken }))).StatusCode
            .ShouldBe(StatusCode.InvalidArgument);
    }
}
