using System.Diagnostics.Metrics;
using Risk.ServiceDefaults.Telemetry;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Telemetry;

public sealed class MetricTests : IDisposable
{
    private readonly Meter meter = new("Risk.Test." + Guid.CreateVersion7().ToString("n"));

    public void Dispose() => meter.Dispose();

    [Fact]
    public void Buckets_of_a_histogram_count_everything_up_to_their_bound()
    {
        _ = MetricsPage.OfProcess;
        var histogram = meter.CreateHistogram("test.took", "s", "How long it took.", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2] });
        foreach (var seconds in (double[])[0.5, 1, 1.5, 2.5])
            histogram.Record(seconds, new KeyValuePair<string, object?>("kind", "a \"b\"\n"));

        var lines = Lines("test_took_seconds");

        lines.ShouldBe(
        [
            "# HELP test_took_seconds How long it took.",
            "# TYPE test_took_seconds histogram",
            """test_took_seconds_bucket{kind="a \"b\"\n",le="1"} 2""",
            """test_took_seconds_bucket{kind="a \"b\"\n",le="2"} 3""",
            """test_took_seconds_bucket{kind="a \"b\"\n",le="+Inf"} 4""",
            """test_took_seconds_sum{kind="a \"b\"\n"} 5.5""",
            """test_took_seconds_count{kind="a \"b\"\n"} 4""",
        ]);
    }

    [Fact]
    public void Meters_of_one_name_are_told_apart_by_their_tags()
    {
        _ = MetricsPage.OfProcess;
        using var intake = new Meter(meter.Name, null, [new("service", "intake")]);
        using var scoring = new Meter(meter.Name, null, [new("service", "scoring")]);
        intake.CreateObservableGauge("test.lag", () => 3L);
        scoring.CreateObservableGauge(
            "test.lag", () => new Measurement<long>(5, new KeyValuePair<string, object?>("producer", "intake")));

        MetricsPage.OfProcess.Write();

        Lines("test_lag").ShouldContain("""test_lag{service="intake"} 3""");
        Lines("test_lag").ShouldContain("""test_lag{service="scoring",producer="intake"} 5""");
    }

    [Fact]
    public void Counters_add_up_gauges_replace_and_observed_totals_are_taken_as_they_are()
    {
        _ = MetricsPage.OfProcess;
        var counter = meter.CreateCounter<long>("test.events");
        counter.Add(2);
        counter.Add(3);
        var gauge = meter.CreateGauge<double>("test.level");
        gauge.Record(7);
        gauge.Record(4);
        var active = meter.CreateUpDownCounter<int>("test.active");
        active.Add(5);
        active.Add(-2);
        meter.CreateObservableCounter("test.total", () => 9L);

        MetricsPage.OfProcess.Write();

        Lines("test_events_total").ShouldContain("test_events_total 5");
        Lines("test_level").ShouldContain("test_level 4");
        Lines("test_active").ShouldContain("test_active 3");
        Lines("test_total").ShouldContain("test_total 9");
    }

    [Fact]
    public void Measuring_at_once_loses_nothing()
    {
        _ = MetricsPage.OfProcess;
        var counter = meter.CreateCounter<long>("test.many");

        Parallel.For(0, 10_000, i => counter.Add(1, new KeyValuePair<string, object?>("lane", i % 3)));

        Lines("test_many_total").Skip(2).Sum(l => long.Parse(l.Split(' ')[1], null)).ShouldBe(10_000);
    }

    private static string[] Lines(string metric) => [.. MetricsPage.OfProcess.Write().Split('\n')
        .Where(line => line.Split(' ', '{').Any(word => word.StartsWith(metric, StringComparison.Ordinal)))];
}
