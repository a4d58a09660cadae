using Risk.Scoring.Scores;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Scores;

public sealed class RescorePaceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 30, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_few_changes_are_no_haste_and_many_are_until_they_have_ceased()
    {
        var pace = new RescorePace();
        pace.IsBusy(Noon).ShouldBeFalse();

        Changes(pace, 3);
        pace.IsBusy(Noon.AddSeconds(0.2)).ShouldBeFalse();
        Changes(pace, 5);
        pace.IsBusy(Noon.AddSeconds(0.4)).ShouldBeTrue();
        pace.IsBusy(Noon.AddSeconds(2.3)).ShouldBeTrue();
        pace.IsBusy(Noon.AddSeconds(2.5)).ShouldBeFalse();
    }

    private static void Changes(RescorePace pace, int count)
    {
        for (var i = 0; i < count; i++)
            pace.Count();
    }
}
