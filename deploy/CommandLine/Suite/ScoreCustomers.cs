using Risk.Client;

namespace Risk.CommandLine.Suite;

/// <summary>Scores customers on the facts that the suite holds now.</summary>
internal static class ScoreCustomers
{
    public static async Task<int> RunAsync(
        RiskClientOptions suite, IReadOnlyList<string> customers, TextWriter output, CancellationToken cancellation)
    {
        using var client = new RiskClient(suite);
        foreach (var customer in customers)
        {
            var score = await client.Scores.ScoreCustomerAsync(
                new() { CustomerId = customer }, cancellationToken: cancellation);
            await output.WriteLineAsync(
                $"{customer}: {score.Points} points, {score.Grade.ToString().ToUpperInvariant()}, "
                + $"probability of default {score.ProbabilityOfDefault.Value} ({score.Model} {score.ModelVersion})");
            foreach (var reason in score.Reasons)
                await output.WriteLineAsync($"  -{reason.PointsLost.Value}: {reason.Text.En}");
        }
        return 0;
    }
}
