using System.Net;
using System.Net.Sockets;

namespace Risk.Testing;

/// <summary>
/// A line between two processes: forwards what comes to its port, and can stand still as a broken network does, with
/// every connection open and nothing coming through. With several targets, a connection goes to the first that takes
/// it.
/// </summary>
public sealed class PausableLine : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Func<IReadOnlyList<int>> targets;
    private readonly Lock gate = new();
    private readonly HashSet<TcpClient> open = [];
    private readonly Task accepting;
    private TaskCompletionSource going = Gone();

    /// <param name="targets">Ports of this machine; asked for at each connection.</param>
    public PausableLine(Func<IReadOnlyList<int>> targets)
    {
        this.targets = targets;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Pause()
    {
        if (Volatile.Read(ref going).Task.IsCompleted)
            Volatile.Write(ref going, new(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    /// <summary>What was sent meanwhile comes through now.</summary>
    public void Resume() => Volatile.Read(ref going).TrySetResult();

    /// <summary>Breaks every connection; new ones are taken.</summary>
    public void Cut()
    {
        lock (gate)
        {
            foreach (var client in open)
                client.Close();
            open.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        Resume();
        listener.Stop();
        Cut();
        await accepting;
        stopping.Dispose();
    }

    private static TaskCompletionSource Gone()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await listener.AcceptTcpClientAsync(stopping.Token));
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException)
        {
            // It was told to stop.
        }
    }

    private async Task ServeAsync(TcpClient from)
    {
        try
        {
            await Volatile.Read(ref going).Task;
            if (await ConnectAsync() is not { } to)
            {
                from.Close();
                return;
            }
            lock (gate)
            {
                open.Add(from);
                open.Add(to);
            }
            from.NoDelay = to.NoDelay = true;
            await Task.WhenAny(CopyAsync(from, to), CopyAsync(to, from));
            from.Close();
            to.Close();
        }
        catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException)
        {
            from.Close();
        }
    }

    private async Task<TcpClient?> ConnectAsync()
    {
        foreach (var port in targets())
        {
            var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port, stopping.Token);
                return client;
            }
            catch (Exception refused) when (refused is SocketException or OperationCanceledException)
            {
                client.Dispose();
            }
        }
        return null;
    }

    private async Task CopyAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer, stopping.Token)) > 0)
            {
                await Volatile.Read(ref going).Task;
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), stopping.Token);
            }
        }
        catch (Exception broken) when (
            broken is IOException or SocketException or ObjectDisposedException or InvalidOperationException
                or OperationCanceledException)
        {
            // The other side is told by the end of the connection.
        }
    }
}
