using Risk.ServiceDefaults.Events;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Events;

public sealed class InboxRuleTests
{
    [Theory]
    [InlineData(0, 1, nameof(InboxStep.Apply))]
    [InlineData(5, 6, nameof(InboxStep.Apply))]
    [InlineData(5, 5, nameof(InboxStep.Skip))]
    [InlineData(5, 1, nameof(InboxStep.Skip))]
    [InlineData(5, 7, nameof(InboxStep.CatchUp))]
    [InlineData(0, 2, nameof(InboxStep.CatchUp))]
    public void Only_the_next_event_is_applied(long cursor, long sequence, string step) =>
        InboxRule.StepFor(cursor, sequence).ToString().ShouldBe(step);

    [Theory]
    [InlineData(5, 5, 5, 5, false)] // at the head
    [InlineData(5, 9, 5, 5, false)] // only just behind
    [InlineData(7, 9, 5, 9, false)] // behind, and moving
    [InlineData(5, 9, 5, 9, true)] // behind, and stuck
    [InlineData(5, 9, 5, 7, true)] // behind, stuck, and the head runs away
    [InlineData(9, 9, 5, 9, false)] // has caught up
    public void Events_are_lost_when_the_cursor_stands_behind_the_head(
        long cursor, long head, long cursorBefore, long headBefore, bool lost) =>
        InboxRule.HasLost(cursor, head, cursorBefore, headBefore).ShouldBe(lost);

    [Theory]
    [InlineData(0, new long[] { 1, 2, 3 }, 3)]
    [InlineData(0, new long[] { 1, 3, 4 }, 1)]
    [InlineData(0, new long[] { 2, 3 }, 0)]
    [InlineData(4, new long[] { 5, 6, 9 }, 2)]
    [InlineData(4, new long[] { }, 0)]
    public void A_run_ends_at_the_first_hole(long cursor, long[] waiting, int length) =>
        InboxRule.RunLength(cursor, waiting).ShouldBe(length);
}
