using System.Collections.Concurrent;
using Risk.ServiceDefaults.Requests;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Requests;

public sealed class GatheringTests
{
    private const int AtOnceMax = 7;

    [Fact]
    public async Task Whatever_is_added_is_worked_on_once_by_one_at_a_time()
    {
        var seen = new ConcurrentQueue<int>();
        var (working, most, largest) = (0, 0, 0);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        const int adders = 8, each = 5000;
        var gathering = new Gathering<int>(AtOnceMax, async take =>
        {
            most = Math.Max(most, Interlocked.Increment(ref working));
            for (var batch = take(); batch.Count > 0; batch = take())
            {
                largest = Math.Max(largest, batch.Count);
                batch.ForEach(seen.Enqueue);
                if (batch[0] % 3 == 0)
                    await Task.Yield();
            }
            Interlocked.Decrement(ref working);
            if (seen.Count == adders * each)
                all.TrySetResult();
        });

        await Task.WhenAll(Enumerable.Range(0, adders).Select(adder => Task.Run(() =>
        {
            for (var i = 0; i < each; i++)
                gathering.Add((adder * each) + i);
        })));
        await all.Task.WaitAsync(TimeSpan.FromMinutes(1));

        seen.Order().ShouldBe(Enumerable.Range(0, adders * each));
        (most, largest).ShouldBe((1, AtOnceMax));
    }
}
