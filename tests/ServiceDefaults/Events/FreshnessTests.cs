using System.Diagnostics;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Risk.ServiceDefaults.Events;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Events;

public sealed class FreshnessTests : IAsyncLifetime
{
    private Suite suite = null!;

    public async Task InitializeAsync() => suite = await Suite.InMemoryAsync();

    public async Task DisposeAsync() => await suite.DisposeAsync();

    private Freshness Freshness => suite.Hearing.Services.GetRequiredService<Freshness>();

    [Fact]
    public async Task What_was_just_written_elsewhere_is_waited_for()
    {
        for (var i = 1; i <= 20; i++)
        {
            var position = await suite.TellAsync($"C-{i}", $"{i}");
            (await Freshness.WaitAsync(position, TimeSpan.FromSeconds(5), default)).ShouldBeTrue();
            (await suite.HandledAsync()).Count.ShouldBe(i);
        }
    }

    [Fact]
    public async Task What_does_not_come_in_time_is_said_not_to_be_there()
    {
        var position = new LogPosition("intake", 3, ulong.MaxValue / 4, 1).ToString();
        var watch = Stopwatch.StartNew();
        (await Freshness.WaitAsync(position, TimeSpan.FromMilliseconds(200), default)).ShouldBeFalse();
        watch.Elapsed.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(150));
    }

    [Fact]
    public async Task Progress_of_another_instance_counts()
    {
        // Whoever moves the cursor in the database: this instance is not told.
        var position = new LogPosition("intake", 3, 500, 7).ToString();
        var waiting = Enumerable.Range(0, 50)
            .Select(_ => Freshness.WaitAsync(position, TimeSpan.FromMinutes(1), default)).ToArray();
        await Task.Delay(50);
        await suite.SqlAsync(
            """
            insert into scoring.cursors (producer, partition, sequence, xid, row_id) values ('intake', 3, 9, '500', 7)
            """);
        (await Task.WhenAll(waiting)).ShouldAllBe(fresh => fresh);
    }

    [Theory]
    [InlineData("")]
    [InlineData("scoring.3.99999999.1")]
    public async Task Nothing_and_the_services_own_position_are_always_reached(string position) =>
        (await Freshness.WaitAsync(position, TimeSpan.Zero, default)).ShouldBeTrue();

    [Theory]
    [InlineData("yesterday")]
    [InlineData("alerting.3.5.1")]
    public async Task What_is_no_position_of_a_producer_is_refused(string position) =>
        (await Should.ThrowAsync<RpcException>(() => Freshness.WaitAsync(position, TimeSpan.Zero, default)))
            .StatusCode.ShouldBe(StatusCode.InvalidArgument);
}
