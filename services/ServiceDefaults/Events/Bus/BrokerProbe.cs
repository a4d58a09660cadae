using System.Net.Sockets;

namespace Risk.ServiceDefaults.Events;

/// <summary>
/// Waits for the broker's port to be open, once for all who want to connect: many attempts at a broker that is away
/// would fill the log, and be in the middle of a wait when it comes back.
/// </summary>
internal sealed class BrokerProbe(string host, int port) : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(3);

    private readonly Lock gate = new();
    private readonly CancellationTokenSource ended = new();
    private Task probing = Task.CompletedTask;

    public Task ReachableAsync(CancellationToken ct)
    {
        lock (gate)
        {
            if (probing.IsCompleted)
                probing = ProbeAsync();
            return probing.WaitAsync(ct);
        }
    }

    public void Dispose() => ended.Cancel();

    private async Task ProbeAsync()
    {
        while (!await IsOpenAsync())
            await Task.Delay(Every, ended.Token);
    }

    private async Task<bool> IsOpenAsync()
    {
        using var answer = new CancellationTokenSource(AnswerMax);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(host, port, answer.Token);
            return true;
        }
        catch (Exception closed) when (closed is SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
