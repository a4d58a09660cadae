using Risk.Benchmarks.Measuring;

namespace Risk.Benchmarks.Calls;

internal sealed class KnownAgainstAnonymousCaller : IBenchmark
{
    private const string Method = "/risk.intake.v1.CustomersService/RegisterCustomer";

    public string Name => "identity";

    public string Aim =>
        "call with an API key, role checked, against the same call without the identity interceptor (aim >= 0.85)";

    public async Task<string> RunAsync()
    {
        var asking = new EchoFixture(asksWho: true);
        var open = new EchoFixture(asksWho: false);
        await asking.InitializeAsync();
        await open.InitializeAsync();
        try
        {
            using var load = H2Load.Grpc(SampleCustomer.Framed(), $"authorization: Bearer {asking.ApiKey}");
            return await Rounds.CompareAsync(
                "calls/s",
                () => load.RunAsync(new Uri(asking.Address, Method)),
                () => load.RunAsync(new Uri(open.Address, Method)));
        }
        finally
        {
            await asking.DisposeAsync();
            await open.DisposeAsync();
        }
    }
}
