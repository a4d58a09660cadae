using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Risk.Benchmarks.Suite;
using Risk.Client;
using Risk.Scoring;
using Risk.Scoring.Orders;
using Risk.Scoring.V1;
using Risk.ServiceDefaults.Identity;
using Risk.Testing;

namespace Risk.Benchmarks.Orders;

/// <summary>A scoring service on a durable server of its own, with 10,000 customers who may order a lot.</summary>
internal sealed class OrderHouse : IAsyncDisposable
{
    public const int Customers = 10_000;
    private const int Connections = 4;
    private static readonly Caller Somebody = new("bench", "benchmark", Role.Integrator);

    private readonly ServiceFixture<ScoringService> scoring = new();
    private readonly List<RiskClient> clients = [];
    private Guid[] ids = [];

    public Pgbench Pgbench { get; private set; } = null!;

    public NpgsqlDataSource Database => scoring.Database;

    public IReadOnlyList<Guid> CustomerIds => ids;

    public static async Task<OrderHouse> OpenAsync()
    {
        var server = await DurablePostgres.SharedAsync();
        var house = new OrderHouse();
        await house.scoring.InitializeAsync();
        for (var i = 0; i < Connections; i++)
            house.clients.Add(house.scoring.ClientWith(house.scoring.ApiKey));
        await house.FillAsync();
        house.Pgbench = await Pgbench.PrepareAsync(server.ConnectionString);
        return house;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients)
            client.Dispose();
        await scoring.DisposeAsync();
    }

    /// <summary>Chooses a customer.</summary>
    public Guid Anybody(Random random) => ids[random.Next(ids.Length)];

    /// <summary>Verdicts a second, and how long each caller waited, with so many callers for so long.</summary>
    public async Task<(double Rate, double P50, double P99, int Approved)> CheckAsync(
        int callers, TimeSpan time, Func<Random, Guid> customer, string amount = "1")
    {
        var waits = new List<double>[callers];
        var approved = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var (random, client) = (new Random(caller), clients[caller % Connections]);
            waits[caller] = [];
            while (watch.Elapsed < time)
            {
                var began = watch.Elapsed;
                var verdict = await client.Orders.CheckOrderAsync(new()
                {
                    CustomerId = customer(random).ToString(),
                    Amount = new() { Amount = amount, CurrencyCode = "CNY" },
                });
                waits[caller].Add((watch.Elapsed - began).TotalMilliseconds);
                if (verdict.Outcome == OrderOutcome.Approved)
                    Interlocked.Increment(ref approved);
            }
        })));
        var all = waits.SelectMany(w => w).Order().ToArray();
        return (all.Length / watch.Elapsed.TotalSeconds, all[all.Length / 2], all[all.Length * 99 / 100], approved);
    }

    /// <summary>Starts a call each so many milliseconds, whatever becomes of those before.</summary>
    public async Task<(double P50, double P99)> CheckAtRateAsync(double rate, TimeSpan time)
    {
        var (random, calls, watch) = (new Random(1), new List<Task<double>>(), Stopwatch.StartNew());
        while (watch.Elapsed < time)
        {
            var due = calls.Count / rate;
            if (watch.Elapsed.TotalSeconds < due)
            {
                await Task.Delay(1);
                continue;
            }
            calls.Add(OneAsync(clients[calls.Count % Connections], ids[random.Next(ids.Length)], watch, due));
        }
        var waits = (await Task.WhenAll(calls)).Order().ToArray();
        return (waits[waits.Length / 2], waits[waits.Length * 99 / 100]);
    }

    /// <summary>
    /// The statements of the service itself, by as many connections, one order a transaction: without gRPC, and without
    /// gathering orders.
    /// </summary>
    public async Task<(double Rate, double P50)> SameStatementsAsync(
        int connections, TimeSpan time, Func<Random, Guid> customer)
    {
        var batches = scoring.Services.GetRequiredService<OrderBatches>();
        var today = DateOnly.FromDateTime(scoring.Clock.GetUtcNow().UtcDateTime);
        var waits = new List<double>[connections];
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(number => Task.Run(async () =>
        {
            await using var connection = await Database.OpenConnectionAsync();
            var random = new Random(number);
            waits[number] = [];
            while (watch.Elapsed < time)
            {
                var began = watch.Elapsed;
                var order = new Order
                {
                    CustomerId = customer(random),
                    Currency = "CNY",
                    Amount = 1,
                    AsOf = today,
                };
                await batches.CheckAsync(
                    connection, [new OrderCall { Order = order, Caller = Somebody }], waitForLocks: true);
                waits[number].Add((watch.Elapsed - began).TotalMilliseconds);
            }
        })));
        var all = waits.SelectMany(w => w).Order().ToArray();
        return (all.Length / watch.Elapsed.TotalSeconds, all[all.Length / 2]);
    }

    private static async Task<double> OneAsync(RiskClient client, Guid customer, Stopwatch watch, double dueSeconds)
    {
        await client.Orders.CheckOrderAsync(new()
        {
            CustomerId = customer.ToString(),
            Amount = new() { Amount = "1", CurrencyCode = "CNY" },
        });
        return (watch.Elapsed.TotalSeconds - dueSeconds) * 1000;
    }

    private async Task FillAsync()
    {
        ids = [.. Enumerable.Range(0, Customers).Select(_ => Guid.CreateVersion7())];
        await using var command = Database.CreateCommand(
            """
            WITH ids AS (SELECT unnest($1::uuid[]) AS id), accounts AS (
                INSERT INTO credit_accounts (customer_id, currency_code, limit_amount, unlimited, riskiest_method,
                    forced_hold, version, changed_at)
                SELECT id, 'CNY', 1000000000, false, 0, false, 1, now() FROM ids)
            INSERT INTO customers (customer_id, legal_name, status, country_code, region, isic_section, gbt4754_code,
                segment, salesperson, changed_at)
            SELECT id, 'Customer', 3, 'CN', '', '', '', '', '', now() FROM ids
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
        await command.ExecuteNonQueryAsync();
        await using var analyze = Database.CreateCommand("ANALYZE");
        await analyze.ExecuteNonQueryAsync();
    }

    public static string Said(double milliseconds) =>
        milliseconds.ToString("0.00", CultureInfo.InvariantCulture) + " ms";
}
