using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Risk.Benchmarks.Measuring;
using Risk.Benchmarks.Scoring;
using Risk.Benchmarks.Suite;
using Risk.Scoring.Orders;
using Risk.ServiceDefaults.Identity;

namespace Risk.Benchmarks.Orders;

/// <summary>A scoring service on a durable server of its own, with 10,000 customers who may order a lot.</summary>
internal sealed class OrderHouse : IAsyncDisposable
{
    public const int Customers = 10_000;
    private const int Connections = 4;
    private const int WarmUpSeconds = 15;
    private static readonly Caller Somebody = new("bench", "benchmark", Role.Integrator);

    private static readonly byte[] Hash = new byte[32];

    private readonly UnlimitedScoring scoring = new();
    private Guid[] ids = [];
    private string[] names = [];
    private int runs;

    public Pgbench Pgbench { get; private set; } = null!;

    public NpgsqlDataSource Database => scoring.Database;

    public IReadOnlyList<Guid> CustomerIds => ids;

    public static async Task<OrderHouse> OpenAsync()
    {
        var server = await DurablePostgres.SharedAsync();
        var house = new OrderHouse();
        await house.scoring.InitializeAsync();
        await house.FillAsync();
        house.Pgbench = await Pgbench.PrepareAsync(server.ConnectionString);
        await house.WarmUpAsync();
        return house;
    }

    public async ValueTask DisposeAsync() => await scoring.DisposeAsync();

    /// <summary>As if somebody had granted it.</summary>
    public async Task LimitAsync(Guid customer, decimal limit)
    {
        await using var command = Database.CreateCommand(
            "UPDATE credit_accounts SET limit_amount = $2, version = version + 1 WHERE customer_id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = customer });
        command.Parameters.Add(new NpgsqlParameter<decimal> { TypedValue = limit });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Chooses a customer.</summary>
    public Guid Anybody(Random random) => ids[random.Next(ids.Length)];

    /// <summary>So many callers for so long, one call after the other; of one customer, or of all.</summary>
    public Task<OrderRound> CheckAsync(int callers, double seconds, Guid? customer = null) => RunAsync(
        PlanOf(Math.Min(callers, Connections), seconds, customer) with
        {
            CallersPerConnection = callers / Math.Min(callers, Connections),
        });

    /// <summary>Starts a call each so many milliseconds, whatever becomes of those before.</summary>
    public Task<OrderRound> CheckAtRateAsync(double rate, double seconds) =>
        RunAsync(PlanOf(Connections, seconds, customer: null) with { RatePerConnection = rate / Connections });

    /// <summary>
    /// The statements of the service itself, by as many connections, one order a transaction: without gRPC, and without
    /// gathering orders.
    /// </summary>
    public async Task<(double Rate, double P50)> SameStatementsAsync(
        int connections, TimeSpan time, Func<Random, Guid> customer)
    {
        var batches = scoring.Services.GetRequiredService<OrderBatch>();
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
                var name = Guid.CreateVersion7().ToString();
                var order = new Order
                {
                    CustomerId = customer(random),
                    Currency = "CNY",
                    Amount = 1,
                    AsOf = today,
                    System = "erp",
                    Id = name,
                };
                var call = new OrderCall { Order = order, Caller = Somebody, RequestId = name, RequestHash = Hash };
                await batches.CheckAsync(connection, [call], waitForLocks: true);
                waits[number].Add((watch.Elapsed - began).TotalMilliseconds);
            }
        })));
        var all = waits.SelectMany(w => w).Order().ToArray();
        return (all.Length / watch.Elapsed.TotalSeconds, all[all.Length / 2]);
    }

    /// <summary>
    /// Until then the compiler takes a good part of the processors to make the code faster. The first customer is left
    /// alone: what is approved for it is counted.
    /// </summary>
    private Task WarmUpAsync() => RunAsync(PlanOf(Connections, WarmUpSeconds, customer: null) with
    {
        Customers = names[1..],
        CallersPerConnection = 16,
    });

    private OrderLoadPlan PlanOf(int connections, double seconds, Guid? customer) => new()
    {
        Address = scoring.Address,
        ApiKey = scoring.ApiKey,
        Run = string.Create(CultureInfo.InvariantCulture, $"SO-{++runs:000}"),
        Customers = customer is { } one ? [one.ToString()] : names,
        Connections = connections,
        CallersPerConnection = 0,
        Seconds = seconds,
    };

    private async Task<OrderRound> RunAsync(OrderLoadPlan plan)
    {
        var time = await ProcessorTime.StartAsync(Database);
        var result = await OrderCallers.RunAsync(plan);
        var (own, server) = time.Spent;
        return new(result, own, server);
    }

    private async Task FillAsync()
    {
        ids = [.. Enumerable.Range(0, Customers).Select(_ => Guid.CreateVersion7())];
        names = Array.ConvertAll(ids, id => id.ToString());
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
