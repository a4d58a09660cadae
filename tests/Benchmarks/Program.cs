using Risk.Benchmarks.Alerts;
using Risk.Benchmarks.Calls;
using Risk.Benchmarks.Events;
using Risk.Benchmarks.Imports;
using Risk.Benchmarks.Measuring;
using Risk.Benchmarks.Orders;
using Risk.Benchmarks.Scoring;
using Risk.Benchmarks.Suite;

if (args is [OrderCallers.Command, var plan])
    return OrderCallers.Run(plan);

IBenchmark[] benchmarks =
[
    new UnaryAgainstBareHandler(),
    new RestAgainstEcho(),
    new KnownAgainstAnonymousCaller(),
    ImportAgainstCopy.OfDocuments,
    ImportAgainstCopy.OfCustomers,
    new RelayAgainstBarePublish(),
    new CommitToConsumer(),
    new AlertAgainstPost(),
    new MonitoringAgainstBareConsumption(),
    new OrdersAgainstPgbench(),
    new HotCustomerAgainstNaiveUpdate(),
    new LoneCaller(),
    new LedgerThroughput(),
    new StartUpAndMemory(),
    new CardAgainstLoop(),
    new TreesAgainstLoop(),
    new FactsToScore(),
    new RowAgainstPython(),
    new TrainingAgainstHistogramBoosting(),
    new RulesAgainstEngines(),
    new ScoreAgainstEmptyCall(),
    new PortfolioRescoring(),
];

var wanted = args.Where(arg => !arg.StartsWith('-')).ToArray();
var chosen = benchmarks.Where(b => wanted is ["all"] || wanted.Contains(b.Name, StringComparer.Ordinal)).ToArray();
if (chosen.Length == 0)
{
    Console.WriteLine("Which? all, or some of:");
    foreach (var benchmark in benchmarks)
        Console.WriteLine($"  {benchmark.Name,-10} {benchmark.Aim}");
    return 2;
}

foreach (var benchmark in chosen)
{
    Console.WriteLine($"== {benchmark.Name}: {benchmark.Aim}");
    Console.WriteLine(await benchmark.RunAsync());
    Console.WriteLine();
}

await DurablePostgres.StopAsync();
return 0;
