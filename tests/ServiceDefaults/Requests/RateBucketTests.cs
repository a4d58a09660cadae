using Risk.ServiceDefaults.Requests;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Requests;

public sealed class RateBucketTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void After_a_burst_the_rate_holds()
    {
        var bucket = new RateBucket(perSecond: 10, burst: 5);

        Taken(bucket, Start, 20).ShouldBe(5);
        Taken(bucket, Start.AddSeconds(0.3), 20).ShouldBe(3);
        Taken(bucket, Start.AddSeconds(100), 20).ShouldBe(5);
    }

    [Fact]
    public void Who_waits_as_long_as_told_is_served()
    {
        var bucket = new RateBucket(perSecond: 10, burst: 1);
        bucket.TryTake(Start, out _).ShouldBeTrue();

        bucket.TryTake(Start, out var wait).ShouldBeFalse();
        bucket.TryTake(Start + wait - TimeSpan.FromTicks(1), out _).ShouldBeFalse();
        bucket.TryTake(Start + wait, out _).ShouldBeTrue();
    }

    [Fact]
    public void Callers_at_once_never_take_more_than_there_is()
    {
        var bucket = new RateBucket(perSecond: 1, burst: 100);
        var taken = 0;

        Parallel.For(0, 10_000, _ =>
        {
            if (bucket.TryTake(Start, out var _))
                Interlocked.Increment(ref taken);
        });

        taken.ShouldBe(100);
    }

    [Fact]
    public void Without_a_rate_there_is_no_limit() => Taken(new RateBucket(0, 1), Start, 1000).ShouldBe(1000);

    private static int Taken(RateBucket bucket, DateTimeOffset now, int asked) =>
        Enumerable.Range(0, asked).Count(_ => bucket.TryTake(now, out var _));
}
