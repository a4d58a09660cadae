using Risk.Monitoring.Evaluation;
using Shouldly;
using Xunit;

namespace Risk.Monitoring.Tests.Evaluation;

public sealed class PaceTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void One_fact_at_a_time_is_decided_on_at_once()
    {
        var pace = new Pace();

        Enumerable.Range(0, 50).ShouldAllBe(i => !pace.IsBusy(Start.AddMilliseconds(i * 100), 1));
    }

    [Fact]
    public void A_run_of_many_makes_it_wait_until_it_is_calm()
    {
        var pace = new Pace();

        pace.IsBusy(Start, 100).ShouldBeTrue();
        pace.IsBusy(Start.AddSeconds(1.9), 1).ShouldBeTrue();
        pace.IsBusy(Start.AddSeconds(4), 1).ShouldBeFalse();
    }

    [Fact]
    public void So_do_many_small_runs_within_a_second()
    {
        var pace = new Pace();

        Enumerable.Range(0, 80).Count(i => pace.IsBusy(Start.AddMilliseconds(i * 10), 1)).ShouldBe(20);
    }
}
