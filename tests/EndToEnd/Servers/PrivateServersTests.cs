using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.EndToEnd.Tests.Servers;

/// <summary>What the other tests rely on: servers that can be killed, come back, and never outlive the tests.</summary>
public sealed class PrivateServersTests
{
    private static readonly TimeSpan EndTimeMax = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Postgres_keeps_what_was_committed_when_it_is_killed()
    {
        await using var server = await PostgresServer.StartAsync(durable: true);
        await RunAsync(server.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS answer");
        await server.KillAsync();
        await Should.ThrowAsync<NpgsqlException>(() => RunAsync(server.ConnectionString, "SELECT 1"));
        await server.StartAgainAsync();
        (await RunAsync(server.ConnectionString, "SELECT answer FROM kept")).ShouldBe(42);
    }

    [Fact]
    public async Task A_template_is_migrated_once_for_many_clones_at_a_time()
    {
        var server = await PostgresServer.SharedAsync();
        var template = $"template_kit_{Guid.CreateVersion7():n}";
        var migrations = 0;
        var clones = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ =>
            TestDatabase.CloneAsync(server, template, async connection =>
            {
                Interlocked.Increment(ref migrations);
                await RunAsync(connection, "CREATE TABLE migrated AS SELECT 1 AS one");
            })));
        foreach (var clone in clones)
        {
            (await RunAsync(clone.ConnectionString, "SELECT one FROM migrated")).ShouldBe(1);
            await clone.DisposeAsync();
        }
        migrations.ShouldBe(1);
    }

    [Fact]
    public async Task RabbitMQ_comes_back_with_its_data_or_without()
    {
        await using var server = await RabbitServer.StartAsync();
        await server.KillAsync();
        await server.StartAgainAsync();

        // Stopped from here on: what a broker was told a moment before it is killed may not be on its disk yet.
        var vhost = (await server.AddVhostAsync()).AbsolutePath.TrimStart('/');
        var queue = new Uri($"/api/queues/{vhost}/kept", UriKind.Relative);
        (await server.Management.PutAsJsonAsync(queue, new { durable = true })).EnsureSuccessStatusCode();
        await server.StopAsync();
        await server.StartAgainAsync();
        await UntilNamesAsync(server, $"/api/queues/{vhost}", ["kept"]);

        await server.StopAsync();
        await server.StartAgainWithoutDataAsync();
        (await NamesAsync(server, "/api/vhosts")).ShouldContain(vhost);
        (await NamesAsync(server, $"/api/queues/{vhost}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_and_its_data_go_when_whoever_started_it_is_killed()
    {
        var directory = Path.Combine(Path.GetTempPath(), $"risk-orphan-{Guid.CreateVersion7():n}");
        var script = Path.Combine(AppContext.BaseDirectory, "Servers", "server.sh");
        // A starter that holds the server's standard input open, as a test process does, and says its own number.
        using var starter = Process.Start(new ProcessStartInfo("bash")
        {
            ArgumentList =
                { "-c", "echo $$; exec 7> >(exec bash \"$0\" postgres \"$1\"); sleep 600 7>&-", script, directory },
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        _ = await starter.StandardOutput.ReadLineAsync();
        var ready = (await starter.StandardOutput.ReadLineAsync().WaitAsync(EndTimeMax))!.Split(' ');
        var server = $"Host=127.0.0.1;Port={ready[1]};Username=postgres;Pooling=false";
        (await RunAsync(server, "SELECT 1")).ShouldBe(1);

        starter.Kill(entireProcessTree: false);

        var patience = Stopwatch.StartNew();
        while (Directory.Exists(directory) && patience.Elapsed < EndTimeMax)
            await Task.Delay(50);
        Directory.Exists(directory).ShouldBeFalse();
        await Should.ThrowAsync<NpgsqlException>(() => RunAsync(server, "SELECT 1"));
    }

    private static async Task<int> RunAsync(string connection, string sql)
    {
        var text = new NpgsqlConnectionStringBuilder(connection) { Pooling = false };
        await using var opened = new NpgsqlConnection(text.ConnectionString);
        await opened.OpenAsync();
        await using var command = new NpgsqlCommand(sql, opened);
        return Convert.ToInt32(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>A broker that has just started takes connections before its statistics know its queues.</summary>
    private static async Task UntilNamesAsync(RabbitServer server, string path, string[] names)
    {
        var patience = Stopwatch.StartNew();
        List<string> found;
        while (!(found = await NamesAsync(server, path)).SequenceEqual(names, StringComparer.Ordinal))
        {
            patience.Elapsed.ShouldBeLessThan(EndTimeMax, string.Join(", ", found));
            await Task.Delay(100);
        }
    }

    private static async Task<List<string>> NamesAsync(RabbitServer server, string path)
    {
        var found = await server.Management.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));
        return [.. found.EnumerateArray().Select(item => item.GetProperty("name").GetString()!)];
    }
}
