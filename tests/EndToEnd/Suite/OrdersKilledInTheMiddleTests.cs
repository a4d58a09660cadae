using Npgsql;
using Risk.EndToEnd.Tests.Processes;
using Xunit;

namespace Risk.EndToEnd.Tests.Suite;

/// <summary>
/// The suite, one of its services or its database is killed while orders of one customer at its limit are checked,
/// confirmed, cancelled, rejected, billed and paid: the limit is not passed by what was approved, the exposure is what
/// the documents say, what is asked for again changes nothing, and all transfers add up.
/// </summary>
public sealed class OrdersKilledInTheMiddleTests
{
    [Theory]
    [InlineData("suite")]
    [InlineData("database")]
    public async Task Orders_come_to_what_was_answered_when_the_suite_is_killed(string victim)
    {
        await using var suite = await StandaloneSuite.StartAsync("--Limits:RequestsPerSecond=0");
        var lives = new OrderLives(suite.Client, suite.Client);
        await lives.BeginAsync();
        await lives.EndAsync(orders: 40);

        await (victim == "suite" ? suite.KillAsync() : suite.KillPostgresAsync());
        if (victim == "suite")
            await suite.StartAgainAsync();
        await lives.EndAsync(orders: 20);
        await lives.StopAsync();

        await using var database = NpgsqlDataSource.Create(suite.DatabaseConnectionString);
        await new OrderTruth(suite.Client, suite.Client, database).HoldsAsync(lives);
    }

    [Theory]
    [InlineData("scoring")]
    [InlineData("intake")]
    public async Task Orders_come_to_what_was_answered_when_a_service_is_killed(string victim)
    {
        await using var suite = await ProcessSuite.StartAsync("intake", "scoring");
        var lives = new OrderLives(suite.Client("intake"), suite.Client("scoring"));
        await lives.BeginAsync();
        await lives.EndAsync(orders: 40);

        for (var round = 0; round < 2; round++)
        {
            await suite.First(victim).KillAsync();
            await suite.First(victim).StartAsync();
            await suite.First(victim).UntilReadyAsync();
            await lives.EndAsync(orders: 20);
        }
        await lives.StopAsync();

        await new OrderTruth(suite.Client("intake"), suite.Client("scoring"), suite.Sql).HoldsAsync(lives);
    }
}
