using System.Diagnostics;
using Risk.EndToEnd.Tests.Suite;

namespace Risk.EndToEnd.Tests.Commands;

/// <summary>The command line as a process of its own, beside a running suite.</summary>
internal static class RiskProgram
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "risk.dll");

    public static Task<(int Code, string Output, string Error)> RunAsync(
        StandaloneSuite suite, params string[] arguments) => RunWithAsync(suite, suite.ApiKey, arguments);

    public static async Task<(int Code, string Output, string Error)> RunWithAsync(
        StandaloneSuite suite, string key, params string[] arguments)
    {
        using var risk = Process.Start(new ProcessStartInfo("dotnet",
            [Program, .. arguments, "--address", suite.Address.ToString()])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["RISK_KEY"] = key },
        })!;
        var (output, error) = (risk.StandardOutput.ReadToEndAsync(), risk.StandardError.ReadToEndAsync());
        await risk.WaitForExitAsync();
        return (risk.ExitCode, await output, await error);
    }
}
