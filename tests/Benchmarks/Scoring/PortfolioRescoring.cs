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
        var first = await MeasureAsync(scoring.Fixture, "first", anew: false);
        await RelayedAsync(scoring.Fixture);
        var anew = await MeasureAsync(scoring.Fixture, "anew", anew: true);
        await RelayedAsync(scoring.Fixture);
        return string.Join('\n', first, anew, await MeasureAsync(scoring.Fixture, "unchanged", anew: false));
    }

    /// <summary>Answers the rescoring at its end; what is looked at meanwhile is told each time.</summary>
    public static async Task<Rescoring> RescoreAsync(
        UnlimitedScoring scoring, StartRescoringRequest request, Action<Rescoring>? look = null)
    {
        var job = await scoring.Client.Rescorings.StartRescoringAsync(request);
        while (job.State is not RescoringState.Done)
        {
            await Task.Delay(Look);
            look?.Invoke(job);
            job = await scoring.Client.Rescorings.GetRescoringAsync(new() { RescoringId = job.RescoringId });
        }
        if (job.CustomersScored + job.CustomersUnchanged != job.CustomersTotal)
            throw new InvalidOperationException($"{job.CustomersScored} of {job.CustomersTotal} have been scored.");
        return job;
    }

    private static async Task<string> MeasureAsync(UnlimitedScoring scoring, string which, bool anew)
    {
        var peaks = new long[3];
        using var process = Process.GetCurrentProcess();
        GC.Collect();
        var time = await ProcessorTime.StartAsync(scoring.Database);
        var (watch, cpu) = (Stopwatch.StartNew(), time.Spent);
        var job = await RescoreAsync(scoring, new() { Reason = "benchmark", Anew = anew }, job =>
        {
            process.Refresh();
            var third = Math.Min(2, 3 * job.CustomersDone / Math.Max(1, job.CustomersTotal));
            peaks[third] = Math.Max(peaks[third], process.WorkingSet64);
        });
        var (seconds, spent) = (watch.Elapsed.TotalSeconds, time.Spent);
        var minutes = seconds / 60 * Aimed / job.CustomersTotal;
        var megabytes = string.Join(", ", peaks.Select(p => (p / 1e6).ToString("0", CultureInfo.InvariantCulture)));
        return string.Create(CultureInfo.InvariantCulture, $"""
              {which,-9} {job.CustomersTotal:N0} customers in {seconds:0.0} s, {minutes:0.0} minutes a million
                        {Micros(spent.Own - cpu.Own):0} µs of processor a customer, and {Micros(spent.Server - cpu.Server):0} of Postgres
                        {job.CustomersScored:N0} scored, {job.CustomersUnchanged:N0} unchanged, {job.GradesChanged:N0} changed
                        peak working set at start, middle and end: {megabytes} MB
            """);

        double Micros(double seconds) => 1e6 * seconds / job.CustomersTotal;
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
