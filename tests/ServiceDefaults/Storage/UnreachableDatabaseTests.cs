using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Npgsql;
using Risk.ServiceDefaults.Storage;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Storage;

public sealed class UnreachableDatabaseTests
{
    private const int Backlog = 1;

    private readonly SqlRefusals refusals = new(new ConstraintRefusals([]));

    [Fact]
    public async Task A_database_that_refuses_connections_is_unavailable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        refusals.For(await FailureAsync(port))!.StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_unavailable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(Backlog);
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        // Nobody accepts: once the queue is full, further connections hang.
        var waiting = Enumerable.Range(0, Backlog + 3).Select(_ => new TcpClient()).ToList();
        foreach (var client in waiting)
            _ = client.ConnectAsync(IPAddress.Loopback, port);
        await Task.Delay(100);

        refusals.For(await FailureAsync(port))!.StatusCode.ShouldBe(StatusCode.Unavailable);
        waiting.ForEach(client => client.Dispose());
    }

    private static async Task<Exception> FailureAsync(int port)
    {
        await using var source = NpgsqlDataSource.Create(
            $"Host=127.0.0.1;Port={port};Database=none;Username=none;Timeout=1;Pooling=false");
        return await Should.ThrowAsync<Exception>(async () => await source.OpenConnectionAsync());
    }
}
