using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using Risk.ServiceDefaults.Requests.Idempotency;
using Risk.ServiceDefaults.Storage;
using Risk.Testing;
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

    [Fact]
    public async Task A_database_whose_name_cannot_be_looked_up_is_away_for_all_who_ask()
    {
        var failure = await FailureAsync(5432, "no-such-host.invalid");

        refusals.For(failure)!.StatusCode.ShouldBe(StatusCode.Unavailable);
        failure.IsPassing().ShouldBeTrue();
        failure.IsOfDatabase().ShouldBeTrue();
    }

    [Theory]
    [InlineData("28P01", true)]
    [InlineData("53300", true)]
    [InlineData("53100", true)]
    [InlineData("57P01", true)]
    [InlineData("57P05", true)]
    [InlineData("25006", true)]
    [InlineData("57014", false)]
    [InlineData("42P01", false)]
    [InlineData("22012", false)]
    public void What_the_server_says_of_itself_is_unavailable_to_callers_and_no_fault_of_an_event(
        string sqlState, bool away)
    {
        var said = new PostgresException("as the server says", "ERROR", "ERROR", sqlState);
        foreach (var failure in (Exception[])[said, new DbUpdateException("wrapped", said),
            new InvalidOperationException("wrapped", said)])
        {
            failure.IsPassing().ShouldBe(away);
            (refusals.For(failure)?.StatusCode == StatusCode.Unavailable).ShouldBe(away);
            failure.IsOfDatabase().ShouldBeTrue();
        }
    }

    [Fact]
    public void What_another_server_or_our_own_code_does_is_not_the_database()
    {
        foreach (var failure in (Exception[])[
            new HttpRequestException("webhook", new SocketException((int)SocketError.HostNotFound)),
            new TimeoutException("a regular expression"),
            new InvalidOperationException("a bug")])
        {
            failure.IsPassing().ShouldBeFalse();
            failure.IsOfDatabase().ShouldBeFalse();
            refusals.For(failure).ShouldBeNull();
        }
    }

    [Fact]
    public async Task Work_that_comes_round_again_outlives_a_database_whose_name_is_gone_for_a_while()
    {
        await using var source = NpgsqlDataSource.Create(
            "Host=no-such-host.invalid;Database=none;Username=none;Timeout=1;Pooling=false");
        using var log = new TestLog();
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(log));
        using var forget = new ForgetAnswers(source, new HurriedTime(), logs.CreateLogger<ForgetAnswers>());
        await forget.StartAsync(default);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!log.Lines.Any(line => line.Contains("could not be deleted", StringComparison.Ordinal)))
            await Task.Delay(20, patience.Token);

        forget.ExecuteTask!.IsCompleted.ShouldBeFalse();
        await forget.StopAsync(default);
    }

    private static async Task<Exception> FailureAsync(int port, string host = "127.0.0.1")
    {
        await using var source = NpgsqlDataSource.Create(
            $"Host={host};Port={port};Database=none;Username=none;Timeout=1;Pooling=false");
        return await Should.ThrowAsync<Exception>(async () => await source.OpenConnectionAsync());
    }

    /// <summary>Timers of minutes ring within milliseconds.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime / 10_000, period / 10_000);
    }
}
