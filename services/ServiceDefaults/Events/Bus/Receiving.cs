using MassTransit;
using Microsoft.Extensions.Logging;

namespace Risk.ServiceDefaults.Events;

/// <summary>
/// Keeps a queue connected. MassTransit would come back by itself, but after waits that grow to a minute, and never
/// when a declaration was cancelled: so an endpoint that has lost its connection is replaced by a new one.
/// </summary>
internal sealed partial class Receiving : IAsyncDisposable
{
    private static readonly TimeSpan ReadyMax = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(5);

    private readonly string queue;
    private readonly Func<IReceiveEndpointObserver, CancellationToken, Task<HostReceiveEndpointHandle>> connect;
    private readonly Action? connected;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task keeping;

    public Receiving(
        BusQueue queue, Func<IReceiveEndpointObserver, CancellationToken, Task<HostReceiveEndpointHandle>> connect,
        ILogger logger)
    {
        (this.queue, this.connect, connected, this.logger) = (queue.Name, connect, queue.Connected, logger);
        keeping = Task.Run(() => KeepAsync(stopping.Token));
    }

    /// <summary>Completes when the queue is connected for the first time.</summary>
    public Task Connected => first.Task;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await keeping;
        stopping.Dispose();
    }

    private async Task KeepAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
            await Persevere.UntilDoneAsync("Receiving from " + queue, ReceiveAsync, logger, ct);
    }

    /// <summary>Until the connection is lost; fails when there is none.</summary>
    private async Task ReceiveAsync(CancellationToken ct)
    {
        var life = new Life(connected);
        var endpoint = await connect(life, ct);
        try
        {
            await endpoint.Ready.WaitAsync(ReadyMax, ct);
            first.TrySetResult();
            await life.Lost.WaitAsync(ct);
            LogLost(queue);
        }
        finally
        {
            await StopAsync(endpoint);
        }
    }

    /// <summary>The name of the queue is taken until the endpoint has ended.</summary>
    private async Task StopAsync(HostReceiveEndpointHandle endpoint)
    {
        while (true)
        {
            using var max = new CancellationTokenSource(StopMax);
            try
            {
                await endpoint.StopAsync(max.Token);
                return;
            }
            catch (OperationCanceledException late)
            {
                LogLate(late, queue);
                if (stopping.IsCancellationRequested)
                    return;
            }
        }
    }

    private sealed class Life(Action? connected) : IReceiveEndpointObserver
    {
        private readonly TaskCompletionSource lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Lost => lost.Task;

        public Task Ready(ReceiveEndpointReady ready)
        {
            connected?.Invoke();
            return Task.CompletedTask;
        }

        public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

        public Task Completed(ReceiveEndpointCompleted completed) => End();

        public Task Faulted(ReceiveEndpointFaulted faulted) => End();

        private Task End()
        {
            lost.TrySetResult();
            return Task.CompletedTask;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Queue} has lost its connection and looks for a new one")]
    private partial void LogLost(string queue);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Queue} does not end in time")]
    private partial void LogLate(Exception late, string queue);
}
