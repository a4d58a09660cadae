using System.Diagnostics;
using Shouldly;
using Xunit;

namespace Risk.EndToEnd.Tests.Suite;

/// <summary>The suite's process: it starts, comes back on its data, and has its data alone.</summary>
public sealed class SuiteLifeTests
{
    private static readonly TimeSpan ComeBackMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task The_suite_comes_back_on_its_data_after_a_kill_and_after_a_stop()
    {
        await using var suite = await StandaloneSuite.StartAsync();
        var key = suite.ApiKey;

        await suite.KillAsync();
        await suite.StartAgainAsync();
        (await StatusAsync(suite, "/health/ready")).ShouldBe(200);

        await suite.StopAsync();
        await suite.StartAgainAsync();
        (await StatusAsync(suite, "/v1/customers")).ShouldBe(200);
        suite.ApiKey.ShouldBe(key);
    }

    [Fact]
    public async Task Whoever_calls_while_the_suite_starts_is_asked_to_call_again()
    {
        await using var suite = await StandaloneSuite.StartAsync();
        await suite.KillAsync();
        var start = suite.StartAgainAsync();

        var answers = new HashSet<int>();
        while (!start.IsCompleted)
        {
            try
            {
                answers.Add(await StatusAsync(suite, "/v1/customers"));
            }
            catch (HttpRequestException)
            {
                await Task.Delay(1);
            }
        }
        await start;

        answers.ShouldContain(503);
        answers.ShouldBeSubsetOf([503, 200]);
    }

    [Fact]
    public async Task The_suite_restarts_its_database_when_that_is_killed()
    {
        await using var suite = await StandaloneSuite.StartAsync();
        (await StatusAsync(suite, "/v1/customers")).ShouldBe(200);

        await suite.KillPostgresAsync();

        var patience = Stopwatch.StartNew();
        while (await StatusAsync(suite, "/v1/customers") != 200)
        {
            patience.Elapsed.ShouldBeLessThan(ComeBackMax, suite.Log);
            await Task.Delay(100);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(150)]
    public async Task The_suite_stops_in_time_while_its_database_comes_back(int delayMilliseconds)
    {
        await using var suite = await StandaloneSuite.StartAsync();
        await suite.KillPostgresAsync();
        await Task.Delay(delayMilliseconds);

        var watch = Stopwatch.StartNew();
        await suite.StopAsync();

        watch.Elapsed.ShouldBeLessThan(StopMax, suite.Log);
        await suite.StartAgainAsync();
        (await StatusAsync(suite, "/health/ready")).ShouldBe(200);
    }

    [Fact]
    public async Task Two_suites_never_share_their_data()
    {
        await using var suite = await StandaloneSuite.StartAsync();
        using var second = Process.Start(new ProcessStartInfo("dotnet",
            [StandaloneSuite.Program, $"--Standalone:Data={suite.DataDirectory}", "--Http:Port=0"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        _ = second.StandardOutput.ReadToEndAsync();
        var said = await second.StandardError.ReadToEndAsync();
        await second.WaitForExitAsync();

        second.ExitCode.ShouldBe(1);
        said.ShouldContain(suite.DataDirectory);
        (await StatusAsync(suite, "/health/ready")).ShouldBe(200);
    }

    private static async Task<int> StatusAsync(StandaloneSuite suite, string path)
    {
        using var answer = await suite.Http.GetAsync(new Uri(path, UriKind.Relative));
        return (int)answer.StatusCode;
    }
}
