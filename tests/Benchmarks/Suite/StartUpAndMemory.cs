using System.Diagnostics;
using System.Globalization;
using Risk.Benchmarks.Measuring;

namespace Risk.Benchmarks.Suite;

internal sealed class StartUpAndMemory : IBenchmark
{
    private const int Starts = 5;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    public string Name => "startup";

    public string Aim => "standalone suite: start to ready (aim <= 5 s), memory at rest (aim <= 350 MB)";

    public async Task<string> RunAsync()
    {
        var data = Directory.CreateTempSubdirectory("risk-startup-");
        try
        {
            var first = await StartAsync(data.FullName, rest: TimeSpan.Zero);
            var later = new List<(double Seconds, double Megabytes)>();
            for (var start = 0; start < Starts; start++)
                later.Add(await StartAsync(data.FullName, start == 0 ? Rest : TimeSpan.Zero));
            return string.Create(CultureInfo.InvariantCulture, $"""
                  first start, database made  {first.Seconds,6:0.0} s
                  start to ready              {Rounds.Median(later.Select(l => l.Seconds)),6:0.0} s (median of {Starts})
                  memory after {Rest.TotalSeconds} s of rest   {later[0].Megabytes,6:0} MB without Postgres
                """);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<(double Seconds, double Megabytes)> StartAsync(string data, TimeSpan rest)
    {
        using var http = new HttpClient();
        var port = Random.Shared.Next(20_000, 30_000);
        var watch = Stopwatch.StartNew();
        using var suite = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Risk.Standalone.dll"), $"--Standalone:Data={data}",
                string.Create(CultureInfo.InvariantCulture, $"--Http:Port={port}"),
            },
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        var output = suite.StandardOutput.ReadToEndAsync();
        while (!await IsReadyAsync(http, port))
        {
            if (suite.HasExited || watch.Elapsed > TimeSpan.FromMinutes(2))
                throw new InvalidOperationException($"The suite has not become ready:\n{await output}");
            await Task.Delay(20);
        }

        var seconds = watch.Elapsed.TotalSeconds;
        await Task.Delay(rest);
        suite.Refresh();
        var megabytes = suite.WorkingSet64 / 1e6;
        using var stop = Process.Start("kill", ["-TERM", suite.Id.ToString(CultureInfo.InvariantCulture)]);
        await suite.WaitForExitAsync();
        return (seconds, megabytes);
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, int port)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
