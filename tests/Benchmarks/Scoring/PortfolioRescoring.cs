using System.Diagnostics;
using System.Globalization;
using Risk.Benchmarks.Measuring;
using Risk.Benchmarks.Suite;
using Risk.Scoring.V1;

namespace Risk.Benchmarks.Scoring;

/// <summary>The whole portfolio scored for the first time and again, and the memory that it takes.</summary>
internal sealed class PortfolioRescoring : IBenchmark
{
    private const double Aimed = 1_000_000;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    public string Name => "portfolio";

    public string Aim => "re-scoring by POST /v1/rescorings, fsync on (aim <= 2 minutes for 1,000,000 customers on two "
        + "cores, memory flat)";

    public async Task<string> RunAsync()
    {
        await DurablePostgres.SharedAsync();
        await using var scoring = new Running<UnlimitedScoring>(new());
        await scoring.Fixture.InitializeAsync();
        var customers = RunSize.Of("RISK_BENCH_CUSTOMERS", 100_000);
        await MadePortfolio.FillAsync(scoring.Fixture.Database, customers);
        var first = await RescoreAsync(scoring.Fixture, "first");
        await RelayedAsync(scoring.Fixture);
        return first + "\n" + await RescoreAsync(scoring.Fixture, "again");
    }

    private static async Task<string> RescoreAsync(UnlimitedScoring scoring, string which)
    {
        var peaks = new long[3];
        using var process = Process.GetCurrentProcess();
        GC.Collect();
        var watch = Stopwatch.StartNew();
        var job = await scoring.Client.Rescorings.StartRescoringAsync(new() { Reason = "benchmark" });
        while (job.State is not RescoringState.Done)
        {
            await Task.Delay(Look);
            process.Refresh();
            var third = Math.Min(2, 3 * job.CustomersDone / Math.Max(1, job.CustomersTotal));
            peaks[third] = Math.Max(peaks[third], process.WorkingSet64);
            job = await scoring.Client.Rescorings.GetRescoringAsync(new() { RescoringId = job.RescoringId });
        }
        var seconds = watch.Elapsed.TotalSeconds;
        if (job.CustomersScored != job.CustomersTotal)
            throw new InvalidOperationException($"{job.CustomersScored} of {job.CustomersTotal} have been scored.");
        var minutes = seconds / 60 * Aimed / job.CustomersTotal;
        var megabytes = string.Join(", ", peaks.Select(p => (p / 1e6).ToString("0", CultureInfo.InvariantCulture)));
        return string.Create(CultureInfo.InvariantCulture, $"""
              {which}     {job.CustomersTotal:N0} customers in {seconds:0.0} s, {minutes:0.0} minutes a million
                        {job.GradesChanged:N0} grades changed
                        peak working set at start, middle and end: {megabytes} MB
            """);
    }

    /// <summary>What the first scores have told is on its way before the second run is measured.</summary>
    private static async Task RelayedAsync(UnlimitedScoring scoring)
    {
        while (await scoring.SqlAsync<bool>(
            "SELECT (SELECT count(*) FROM outbox) > (SELECT sum(sequence) FROM outbox_published)"))
        {
            await Task.Delay(Look);
        }
    }
}
