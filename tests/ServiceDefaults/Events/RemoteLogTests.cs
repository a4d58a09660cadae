using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Identity;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Events;

public sealed class RemoteLogTests : IAsyncLifetime
{
    private const int LargeCharacters = 5 * 1024 * 1024;

    private Suite suite = null!;

    public async Task InitializeAsync() => suite = await Suite.InMemoryAsync();

    public async Task DisposeAsync() => await suite.DisposeAsync();

    [Fact]
    public async Task A_producer_that_takes_the_call_and_says_nothing_is_given_up()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var log = Log($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}", TimeSpan.FromMilliseconds(200));

        await Should.ThrowAsync<TimeoutException>(() => FirstAsync(log).WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_log_is_read_for_as_long_as_it_says_something_however_slowly_it_is_applied()
    {
        for (var i = 0; i < 3; i++)
            await suite.TellAsync("C-1", $"{i}");
        await suite.HandledAsync(3);
        var count = 0;
        var log = Log(suite.Telling.Urls.First(), TimeSpan.FromSeconds(2));
        await foreach (var _ in log.ReadAsync("intake", All, default))
        {
            await Task.Delay(1_000);
            count++;
        }

        count.ShouldBe(3);
    }

    [Fact]
    public async Task An_event_as_large_as_the_bus_carries_is_read_from_the_log_too()
    {
        await suite.TellAsync("C-1", new string('x', LargeCharacters));
        await suite.HandledAsync(1);

        var e = await FirstAsync(Log(suite.Telling.Urls.First(), TimeSpan.FromSeconds(30)));

        e.Body.Length.ShouldBeGreaterThan(LargeCharacters);
    }

    private static IReadOnlyDictionary<int, long> All => LogQuery.EveryPartition();

    private static async Task<EventEnvelope> FirstAsync(RemoteProducerLog log)
    {
        await foreach (var e in log.ReadAsync("intake", All, default))
            return e;
        throw new InvalidOperationException("The log is empty.");
    }

    private RemoteProducerLog Log(string address, TimeSpan silenceMax) => new(
        new ConfigurationBuilder().AddInMemoryCollection([new("Producers:intake:Address", address)]).Build(),
        suite.Telling.Services.GetRequiredService<ServiceKey>())
    {
        SilenceMax = silenceMax,
    };
}
