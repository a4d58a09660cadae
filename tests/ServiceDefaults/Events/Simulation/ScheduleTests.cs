using System.Collections.Concurrent;
using System.Globalization;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Events.Simulation;

/// <summary>
/// Many courses of events in virtual time. RISK_SIMULATION_SCHEDULES says how many, RISK_SIMULATION_SEED with which one
/// to begin: a failure names its seed, which gives the same course again.
/// </summary>
public sealed class ScheduleTests
{
    private const int FailuresShown = 5;

    [Fact]
    public void Every_committed_event_is_applied_once_and_in_order_whatever_happens_on_the_way()
    {
        var first = Setting("RISK_SIMULATION_SEED", 1);
        var wrong = new ConcurrentDictionary<int, string>();
        Parallel.For(first, first + Setting("RISK_SIMULATION_SCHEDULES", 10_000), seed =>
        {
            if (new Schedule(seed).Run() is { Length: > 0 } failure)
                wrong[seed] = failure;
        });
        wrong.OrderBy(w => w.Key).Take(FailuresShown).Select(w => $"seed {w.Key}: {w.Value}").ShouldBeEmpty();
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;
}
