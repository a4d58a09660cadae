using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Risk.ServiceDefaults.Requests;

namespace Risk.ServiceDefaults.Identity;

/// <summary>
/// Streams that callers hold open for hours: each has a limited number of them on this instance, and only as long as it
/// may call at all.
/// </summary>
public sealed class OpenStreams
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, int> open = new(StringComparer.Ordinal);
    private readonly Recognition recognition;
    private readonly LimitsSettings limits;
    private readonly TimeProvider clock;

    internal OpenStreams(Recognition recognition, LimitsSettings limits, TimeProvider clock) =>
        (this.recognition, this.limits, this.clock) = (recognition, limits, clock);

    /// <summary>
    /// Runs a stream, whose token ends when the caller leaves or may no longer call. Refuses one too many at once.
    /// </summary>
    public async Task RunAsync(ServerCallContext call, Func<CancellationToken, Task> stream)
    {
        var caller = call.Caller().Id;
        Enter(caller);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken);
        var running = Task.CompletedTask;
        try
        {
            running = stream(end.Token);
            while (await Task.WhenAny(running, Task.Delay(CheckEvery, clock, end.Token)) != running)
            {
                if (end.IsCancellationRequested)
                    break;
                await CheckAsync(call.GetHttpContext(), end.Token);
            }
            await running;
        }
        finally
        {
            await end.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Leave(caller);
        }
    }

    private async ValueTask CheckAsync(HttpContext http, CancellationToken ct)
    {
        var caller = await recognition.RecogniseAgainAsync(http, ct);
        var roles = http.GetEndpoint()?.Metadata.GetMetadata<RolesAttribute>();
        if (roles is null || !caller.Is(roles.Needed))
            throw Admission.Denied(roles);
    }

    private void Enter(string caller)
    {
        var count = open.AddOrUpdate(caller, 1, static (_, count) => count + 1);
        if (limits.StreamsPerCaller == 0 || count <= limits.StreamsPerCaller)
            return;
        Leave(caller);
        throw Refuse.Exhausted("STREAMS_PER_CALLER", new(
            $"This credential has {limits.StreamsPerCaller} streams open here, which is the most. Close one.",
            $"该凭证在此已打开 {limits.StreamsPerCaller} 个数据流，已达上限，请先关闭一个。"), AskAgainAfter);
    }

    private void Leave(string caller)
    {
        if (open.AddOrUpdate(caller, 0, static (_, count) => count - 1) == 0)
            open.TryRemove(new(caller, 0));
    }
}
