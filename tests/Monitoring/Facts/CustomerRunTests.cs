using Risk.Monitoring.Credit;
using Risk.Monitoring.Facts;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Monitoring.Tests.Facts;

/// <summary>What a run of events tells of one customer.</summary>
public sealed class CustomerRunTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    [Fact]
    public void What_was_written_later_counts_even_when_it_is_heard_first()
    {
        var run = new CustomerRun(Guid.CreateVersion7());

        run.Add(new GradeDay(Day, 8, Grade.Bb, DateTimeOffset.UnixEpoch));
        run.Add(new GradeDay(Day, 7, Grade.Aaa, DateTimeOffset.UnixEpoch));
        run.Add(new GradeDay(Day, 9, Grade.B, DateTimeOffset.UnixEpoch));
        run.Add(Owes(3));
        run.Add(Owes(2));

        (run.Grades[Day].Grade, run.Exposures[Day].Written).ShouldBe((Grade.B, 3));
    }

    private static ExposureDay Owes(long written) =>
        new(Day, written) { Amounts = [], AsOf = DateTimeOffset.UnixEpoch };
}
