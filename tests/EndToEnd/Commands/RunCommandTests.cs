using System.Diagnostics;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.EndToEnd.Tests.Commands;

/// <summary>What deploy/run.sh says before it starts anything.</summary>
public sealed class RunCommandTests
{
    [Fact]
    public async Task Help_names_every_option()
    {
        var (status, output) = await RunAsync("--help");
        status.ShouldBe(0);
        string[] options =
        [
            "--data", "--port", "--import", "--mapping", "--as-of", "--companies", "--json", "--compose", "--scale",
            "--exit",
        ];
        foreach (var option in options)
            output.ShouldContain(option);
    }

    [Theory]
    [InlineData("--inport file.csv", "Unknown option --inport")]
    [InlineData("--import", "--import needs a value")]
    [InlineData("--compose --scale 20", "'20' is not a number from 1 to 9")]
    [InlineData("--scale 2", "--scale goes with --compose")]
    [InlineData("--import no-such-file.csv", "there is no file no-such-file.csv")]
    public async Task A_wrong_option_is_named(string arguments, string said)
    {
        var (status, output) = await RunAsync(arguments.Split(' '));
        status.ShouldBe(2);
        output.ShouldContain(said);
    }

    [Fact]
    public async Task Exit_without_a_suite_says_so()
    {
        var data = Path.Combine(Path.GetTempPath(), $"risk-none-{Guid.CreateVersion7():n}");
        var (status, output) = await RunAsync("--exit", "--data", data);
        status.ShouldBe(0);
        output.ShouldContain($"No suite is running on {data}");
    }

    private static async Task<(int Status, string Output)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["deploy/run.sh", .. arguments])
        {
            WorkingDirectory = Repository.Root,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
