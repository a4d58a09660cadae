using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Risk.ServiceDefaults.Tests.Given;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Hosting;

public sealed partial class OperatorPagesTests(OperatorPagesTests.Fixture notes)
    : IClassFixture<OperatorPagesTests.Fixture>
{
    [Fact]
    public async Task A_service_is_alive_and_ready_without_a_key()
    {
        (await notes.SendAsync(HttpMethod.Get, "/health/live", null, ("X-Api-Key", ""))).Status.ShouldBe(200);
        await ServiceFixture<NotesService>.UntilAsync(async () => (await ReadyAsync()).Status == 200, "ready");
    }

    [Fact]
    public async Task Without_its_database_it_is_not_ready_and_says_why()
    {
        var database = new NpgsqlConnectionStringBuilder(notes.Database.ConnectionString).Database!;
        try
        {
            await AdministerAsync($"ALTER DATABASE {database} WITH ALLOW_CONNECTIONS false");
            await AdministerAsync(
                $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'");

            await ServiceFixture<NotesService>.UntilAsync(async () => (await ReadyAsync()).Status == 503, "not ready");
            (await ReadyAsync())["reasons"].ShouldNotBeNull().ShouldContain("database");
            (await notes.SendAsync(HttpMethod.Get, "/v1/notes/any")).Status.ShouldBeOneOf(500, 503);
            (await ProbeAsync(notes.Address.Port)).ShouldBe(1);
        }
        finally
        {
            await AdministerAsync($"ALTER DATABASE {database} WITH ALLOW_CONNECTIONS true");
        }
        await ServiceFixture<NotesService>.UntilAsync(async () => (await ReadyAsync()).Status == 200, "ready again");
    }

    [Fact]
    public async Task The_program_of_a_service_asks_whether_the_one_beside_it_is_ready()
    {
        await ServiceFixture<NotesService>.UntilAsync(async () => (await ReadyAsync()).Status == 200, "ready");
        (await ProbeAsync(notes.Address.Port)).ShouldBe(0);
        (await ProbeAsync(1)).ShouldBe(1, "nobody listens there");
    }

    [Fact]
    public async Task The_metrics_are_the_text_format_of_Prometheus()
    {
        await notes.SendAsync(HttpMethod.Get, "/v1/notes/none");
        var page = (await notes.SendAsync(HttpMethod.Get, "/metrics")).Body;

        foreach (var line in page.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Line().IsMatch(line).ShouldBeTrue(line);
        page.ShouldContain("# TYPE http_server_request_duration_seconds histogram");
        page.ShouldContain("http_response_status_code=\"404\"");
        page.ShouldContain("kestrel_active_connections ");
        page.ShouldContain("db_client_connection_max{db_client_connection_pool_name=\"notes\"} ");
        page.ShouldContain("dotnet_process_memory_working_set_bytes ");
        page.ShouldNotContain("Password");
    }

    [Fact]
    public async Task The_metrics_need_a_key_when_the_settings_say_so()
    {
        foreach (var path in (string[])["/metrics", "/metrics/", "/METRICS", "/Metrics//"])
            (await notes.SendAsync(HttpMethod.Get, path, null, ("X-Api-Key", ""))).Status.ShouldBeOneOf(401, 404);
        (await notes.SendAsync(HttpMethod.Get, "/METRICS/", null, ("X-Api-Key", ""))).Status.ShouldBe(401);
        (await notes.SendAsync(HttpMethod.Get, "/metrics", null, ("X-Api-Key", "rk_x_y"))).Status.ShouldBe(401);
        (await notes.SendAsync(HttpMethod.Get, "/metrics")).Status.ShouldBe(200);
    }

    private static Task<int> ProbeAsync(int port) =>
        ServiceHost.RunAsync<NotesService>(["--health", $"--Http:Port={port}"]);

    private Task<Answer> ReadyAsync() => notes.SendAsync(HttpMethod.Get, "/health/ready", null, ("X-Api-Key", ""));

    private static async Task AdministerAsync(string sql)
    {
        await using var server = NpgsqlDataSource.Create((await PostgresServer.SharedAsync()).ConnectionString);
        await using var command = server.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    [GeneratedRegex("""
        ^( [#][ ](HELP|TYPE)[ ][a-zA-Z_:][a-zA-Z0-9_:]*([ ].*)?
        | [a-zA-Z_:][a-zA-Z0-9_:]* (\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\["\\n])*",?)*\})? [ ](-?[0-9.E+-]+|NaN|[+-]Inf) )$
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, 1000)]
    private static partial Regex Line();

    public sealed class Fixture : ServiceFixture<NotesService>
    {
        protected override void Configure(WebApplicationBuilder builder) =>
            builder.Configuration.AddInMemoryCollection([new("Identity:AnonymousMetrics", "false")]);
    }
}
