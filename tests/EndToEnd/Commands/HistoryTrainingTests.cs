using System.Globalization;
using System.Text;
using System.Text.Json;
using Risk.EndToEnd.Tests.Suite;
using Shouldly;
using Xunit;

namespace Risk.EndToEnd.Tests.Commands;

/// <summary>A model learnt from what a running suite remembers of its own customers, and published to it.</summary>
public sealed class HistoryTrainingTests : IAsyncLifetime, IDisposable
{
    private const int Customers = 60;
    private const int Months = 60;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("risk-history-");
    private readonly DateOnly today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
    private StandaloneSuite suite = null!;

    public async Task InitializeAsync() => suite = await StandaloneSuite.StartAsync();

    public async Task DisposeAsync() => await suite.DisposeAsync();

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Customers_that_stopped_paying_teach_a_model_that_the_suite_takes()
    {
        await ImportAsync("customers", Master());
        await ImportAsync("documents", Documents());
        var (model, cases) = (Path.Combine(folder.FullName, "own.json"), Path.Combine(folder.FullName, "cases.csv"));

        var trained = await Until(() => RiskProgram.RunAsync(suite,
            "train", "--history-from", Day(-48), "--history-to", Day(-13), "--until", Day(-20),
            "--documents-count-from-their-day", "--keep", cases, "--out", model, "--name", "own history"));

        trained.Code.ShouldBe(0, trained.Error);
        trained.Output.ShouldContain("At least 90 days past due");
        trained.Output.ShouldContain("out of time");
        var rows = (await File.ReadAllLinesAsync(cases)).Skip(1).Select(l => l.Split(',')).ToList();
        rows.Count(r => r[2] == "1").ShouldBeGreaterThan(40);
        rows.Count(r => r[2] == "0").ShouldBeGreaterThan(200);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(model));
        json.RootElement.GetProperty("outcome").GetProperty("window_months").GetInt32().ShouldBe(12);
        json.RootElement.GetProperty("outcome").GetProperty("default").GetProperty("past_due_days").GetInt32()
            .ShouldBe(90);
        json.RootElement.GetProperty("inputs").EnumerateArray()
            .ShouldAllBe(i => i.GetProperty("feature_version").GetInt32() >= 1);
        json.RootElement.GetProperty("notes").EnumerateArray()
            .ShouldContain(n => n.GetProperty("value").GetString()!.Contains("违约", StringComparison.Ordinal));
        var published = await RiskProgram.RunAsync(suite, "publish", model, "--reason", "our own history");
        published.Output.ShouldContain("published own history as version 2");
    }

    [Fact]
    public async Task Another_outcome_is_taken_from_a_file_and_a_wrong_one_is_refused()
    {
        var wrong = Path.Combine(folder.FullName, "outcome.json");
        await File.WriteAllTextAsync(wrong, "{\"windowMonths\":99}");

        var refused = await RiskProgram.RunAsync(
            suite, "train", "--history-from", Day(-48), "--history-to", Day(-13), "--outcome", wrong);

        refused.Code.ShouldBe(1);
        refused.Error.ShouldContain("InvalidArgument");
    }

    /// <summary>Half of them pay worse and worse for half a year, and then nothing any more.</summary>
    private string Documents()
    {
        var text = new StringBuilder("customer,kind,id,issued_on,due_on,currency,amount,links\n");
        for (var c = 0; c < Customers; c++)
        {
            int? stops = c % 2 == 0 ? null : 8 + c * 45 / Customers;
            for (var month = 0; month < Months; month++)
            {
                var issued = today.AddMonths(month - Months);
                var due = issued.AddDays(30);
                text.Append(CultureInfo.InvariantCulture,
                    $"C{c},INVOICE,I{c}-{month},{issued:yyyy-MM-dd},{due:yyyy-MM-dd},CNY,{20000 + 100 * c},\n");
                if (month >= stops)
                    continue;
                var late = stops - month is <= 6 and var left ? 5 * (7 - left) : (c + month) % 5;
                var paid = due.AddDays(late);
                if (paid < today)
                {
                    text.Append(CultureInfo.InvariantCulture,
                        $"C{c},PAYMENT,P{c}-{month},{paid:yyyy-MM-dd},,CNY,{20000 + 100 * c},INVOICE:I{c}-{month}\n");
                }
            }
        }
        return text.ToString();
    }

    private static string Master() => "id,legal_name,country,isic_section\n" + string.Concat(
        Enumerable.Range(0, Customers).Select(c => $"C{c},Trader number {c * 7919},CN,C\n"));

    private async Task ImportAsync(string mapping, string text)
    {
        var path = Path.Combine(folder.FullName, mapping + ".csv");
        await File.WriteAllTextAsync(path, text);
        var imported = await RiskProgram.RunAsync(suite, "import", path, "--mapping", mapping);
        imported.Code.ShouldBe(0, imported.Output + imported.Error);
    }

    private string Day(int months) => today.AddMonths(months).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>What intake has taken, scoring knows within moments; too few cases until then are an error.</summary>
    private static async Task<(int Code, string Output, string Error)> Until(
        Func<Task<(int Code, string Output, string Error)>> run)
    {
        for (var tries = 0; ; tries++)
        {
            var result = await run();
            if (result.Code == 0 || tries == 60)
                return result;
            await Task.Delay(1000);
        }
    }
}
