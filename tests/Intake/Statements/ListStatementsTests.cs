using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Statements;

[Collection(IntakeCollection.Name)]
public sealed class ListStatementsTests(ServiceFixture<IntakeService> service)
{
    [Fact]
    public async Task Pages_hold_every_period_once_newest_first()
    {
        var customer = await Given.CustomerAsync(service);
        foreach (var year in (int[])[2021, 2024, 2022, 2023])
        {
            await service.Client.Statements.FileStatementAsync(
                new() { CustomerId = customer.CustomerId, Statement = Given.Statement($"{year}-12-31") });
        }

        var years = new List<string>();
        var token = "";
        do
        {
            var page = await service.Client.Statements.ListStatementsAsync(
                new() { CustomerId = customer.CustomerId, PageSize = 3, PageToken = token });
            years.AddRange(page.Statements.Select(s => s.PeriodEnd.Value[..4]));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        years.ShouldBe(["2024", "2023", "2022", "2021"]);
    }
}
