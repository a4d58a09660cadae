using Risk.ServiceDefaults.Events;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Events;

public sealed class LogPositionTests
{
    [Fact]
    public void A_position_reads_back_what_it_wrote()
    {
        var position = new LogPosition("intake", 7, 123456, 789);
        position.ToString().ShouldBe("intake.7.123456.789");
        LogPosition.TryParse(position.ToString(), out var read).ShouldBeTrue();
        read.ShouldBe(position);
    }

    [Theory]
    [InlineData("")]
    [InlineData("intake")]
    [InlineData("intake.7.1")]
    [InlineData("intake.16.1.1")]
    [InlineData("intake.-1.1.1")]
    [InlineData("intake.7.x.1")]
    [InlineData("intake.7.1.1.1")]
    [InlineData("Intake.7.1.1")]
    [InlineData("intake.7. 1.1")]
    [InlineData("intake.7.99999999999999999999.1")]
    public void What_is_no_position_is_refused(string text) => LogPosition.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Joined_positions_name_the_last_place_of_each_partition()
    {
        var joined = LogPosition.Join([new("intake", 3, 10, 5), new("intake", 4, 10, 6), new("intake", 3, 10, 7)]);
        joined.ShouldBe("intake.3.10.7,intake.4.10.6");
        LogPosition.TryParseAll(joined, out var all).ShouldBeTrue();
        all!.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(10UL, 7, true)]
    [InlineData(10UL, 6, false)]
    [InlineData(9UL, 99, false)]
    [InlineData(11UL, 1, true)]
    public void A_place_is_reached_by_a_later_transaction_or_a_later_row_of_the_same(
        ulong transaction, long row, bool reached) =>
        new LogPosition("intake", 3, 10, 7).IsReachedBy(transaction, row).ShouldBe(reached);

    [Fact]
    public void A_subject_has_the_same_partition_for_ever()
    {
        EventPartition.Of("customer-1").ShouldBe(EventPartition.Of("customer-1"));
        // Fixed values: a change of the hash would tear every customer's order apart.
        ((string[])["a", "customer-1", "客户", "0190d5a4-7c0e-7000-8000-000000000001"])
            .Select(EventPartition.Of).ShouldBe(FixedPartitions);
    }

    [Fact]
    public void Subjects_spread_evenly_over_the_partitions()
    {
        var counts = Enumerable.Range(0, 16_000).CountBy(i => EventPartition.Of($"C-{i:D6}")).ToDictionary();
        counts.Count.ShouldBe(EventPartition.Count);
        counts.Values.ShouldAllBe(count => count > 800 && count < 1200);
    }

    [Fact]
    public void The_name_of_an_event_is_that_of_its_message() =>
        EventType.Of(Risk.Intake.V1.CustomerRegistered.Descriptor)
            .ShouldBe(new EventType("risk.intake.customer_registered.v1", "intake"));

    private static readonly int[] FixedPartitions = [13, 8, 8, 13];
}
