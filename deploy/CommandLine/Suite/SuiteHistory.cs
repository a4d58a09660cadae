using Risk.Client;
using Risk.CommandLine.Commands;
using Risk.CommandLine.Files;
using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Samples;
using Risk.Scoring.V1;
using Risk.ServiceDefaults.Requests;
using OutcomeDefinition = Risk.Scoring.Engine.Outcomes.OutcomeDefinition;

namespace Risk.CommandLine.Suite;

/// <summary>Cases of a running suite's own history, and what they mean.</summary>
internal sealed record SuiteHistory(CsvTable Cases, OutcomeDefinition Outcome, IReadOnlyList<ModelNote> Notes)
{
    private static readonly string[] Own = ["customer", "as_of", "target"];

    public SampleColumns Columns(string? until) => new()
    {
        Target = Own[2],
        Group = Own[0],
        Time = Own[1],
        Until = until,
        WindowMonths = Outcome.WindowMonths,
    };

    /// <summary>More risk never with a better value, by the definitions of the features.</summary>
    public IReadOnlyDictionary<string, int> Directions => Cases.Names.Except(Own, StringComparer.Ordinal).ToDictionary(
        name => name, name => FeatureCatalogue.Find(name)!.Better == Better.Lower ? 1 : -1, StringComparer.Ordinal);

    public static async Task<SuiteHistory> ReadAsync(
        RiskClientOptions suite, BuildSampleRequest request, TextWriter output, CancellationToken cancellation)
    {
        using var client = new RiskClient(suite);
        var (header, rows, summary) = (new SampleHeader(), new List<IReadOnlyList<string>>(), new SampleSummary());
        await Progress.RunAsync("history", 0, async _ =>
        {
            using var call = client.Samples.BuildSample(request, cancellationToken: cancellation);
            while (await call.ResponseStream.MoveNext(cancellation))
            {
                var part = call.ResponseStream.Current;
                (header, summary) = (part.Header ?? header, part.Summary ?? summary);
                rows.AddRange(part.Cases.Select(c =>
                    (IReadOnlyList<string>)[c.CustomerId, c.AsOf.Value, c.IsBad ? "1" : "0", .. c.Values]));
            }
            return 0;
        });
        Check(header);
        var observed = $"{request.ObservedFrom.Value} to {request.ObservedUntil.Value}, every "
            + $"{request.EveryMonths} months";
        await output.WriteLineAsync($"observed {observed}: {summary.Good} good, {summary.Bad} bad; left out "
            + $"{summary.InDefault} in default, {summary.TooYoung} too young, {summary.Indeterminate} indeterminate, "
            + $"{summary.Open} whose window is open");
        await output.WriteLineAsync(header.Outcome.Text.En);
        var outcome = OutcomeContract.Read(new InputCheck(), header.Outcome);
        var cases = CsvTable.Of("history", [.. Own, .. header.Features.Select(f => f.Feature)], rows);
        return new(cases, outcome,
        [
            new("observed", observed), new("outcome", outcome.Text.En), new("结果定义", outcome.Text.Zh),
            new("documents known", header.DocumentsKnown == DocumentsKnown.Issued
                ? "from their own day"
                : "from the day on which they were recorded"),
        ]);
    }

    /// <summary>The versions that a model names must be those of the suite that gave the values.</summary>
    private static void Check(SampleHeader header)
    {
        foreach (var feature in header.Features)
        {
            if (FeatureCatalogue.Find(feature.Feature)?.Version != feature.Version)
            {
                throw new CommandException(
                    $"The suite has {feature.Feature} in version {feature.Version}, this program in another one: "
                    + "take the program of the suite's release.");
            }
        }
    }
}
