using Risk.Alerting.Webhooks;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Webhooks;

public sealed class RetryPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 300)]
    [InlineData(3, 1_800)]
    [InlineData(4, 7_200)]
    [InlineData(9, 86_400)]
    public void Pauses_grow_and_differ_by_a_tenth_either_way(int attemptsInRow, int seconds)
    {
        Pause(attemptsInRow, chance: 0).ShouldBe(seconds * 0.9, tolerance: 0.001);
        Pause(attemptsInRow, chance: 0.5).ShouldBe(seconds, tolerance: 0.001);
        Pause(attemptsInRow, chance: 1).ShouldBe(seconds * 1.1, tolerance: 0.001);
    }

    [Fact]
    public void The_tenth_attempt_is_the_last() =>
        RetryPlan.Next(AlertingRules.Shipped, 10, retryAfter: null, Now, chance: 0.5).ShouldBeNull();

    [Theory]
    [InlineData(1, 60, 60)]
    [InlineData(3, 60, 1_800)]
    public void The_longer_of_the_plan_and_what_the_target_asks_for_counts(int attemptsInRow, int asked, int seconds) =>
        RetryPlan.Next(AlertingRules.Shipped, attemptsInRow, TimeSpan.FromSeconds(asked), Now, chance: 0.5)
            .ShouldBe(Now.AddSeconds(seconds));

    private static double Pause(int attemptsInRow, double chance) =>
        (RetryPlan.Next(AlertingRules.Shipped, attemptsInRow, retryAfter: null, Now, chance)!.Value - Now).TotalSeconds;
}
