using Grpc.Core;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.EndToEnd.Tests.Suite;

public sealed class FactsAgeTests
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Beside_an_intake_that_runs_a_verdict_knows_that_all_facts_are_here()
    {
        await using var suite = await StandaloneSuite.StartAsync();
        var registered = await suite.Client.Customers.RegisterCustomerAsync(new()
        {
            Customer = new() { LegalName = "Northgate Tools", CountryCode = "CN" },
        });
        // Where nobody tells how far intake is, the age would be that of the process.
        await Task.Delay(TimeSpan.FromSeconds(8));
        using var patience = new CancellationTokenSource(WaitMax);

        OrderVerdict? verdict = null;
        while (verdict is not { HasFactsAgeSeconds: true, FactsAgeSeconds: <= 3 })
        {
            patience.IsCancellationRequested.ShouldBeFalse($"the facts are {verdict?.FactsAgeSeconds} seconds old");
            verdict = await CheckAsync(suite, registered.Customer.CustomerId);
        }
    }

    /// <summary>Null while the customer has not arrived.</summary>
    private static async Task<OrderVerdict?> CheckAsync(StandaloneSuite suite, string customerId)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(100));
        try
        {
            return await suite.Client.Orders.CheckOrderAsync(new()
            {
                CustomerId = customerId,
                Amount = new() { Amount = "1.00", CurrencyCode = "CNY" },
                DryRun = true,
            });
        }
        catch (RpcException unknown) when (unknown.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }
}
