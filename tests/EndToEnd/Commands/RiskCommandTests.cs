using Risk.EndToEnd.Tests.Suite;
using Risk.Intake.V1;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.EndToEnd.Tests.Commands;

/// <summary>The command line against a running suite.</summary>
public sealed class RiskCommandTests : IAsyncLifetime, IDisposable
{
    /// <summary>One tree on one feature, as XGBoost 2 writes it.</summary>
    private const string Model =
        """
        {"learner":{"attributes":{},"feature_names":["country_risk"],"feature_types":["float"],
        "gradient_booster":{"model":{"gbtree_model_param":{"num_parallel_tree":"1","num_trees":"1"},"tree_info":[0],
        "trees":[{"base_weights":[0.0,-4.0,1.0],"categories":[],"categories_nodes":[],"categories_segments":[],
        "categories_sizes":[],"default_left":[1,0,0],"id":0,"left_children":[1,-1,-1],"loss_changes":[1.0,0.0,0.0],
        "parents":[2147483647,0,0],"right_children":[2,-1,-1],"split_conditions":[5.0,-4.0,1.0],
        "split_indices":[0,0,0],"split_type":[0,0,0],"sum_hessian":[10.0,6.0,4.0],
        "tree_param":{"num_deleted":"0","num_feature":"1","num_nodes":"3","size_leaf_vector":"1"}}]},"name":"gbtree"},
        "learner_model_param":{"base_score":"5E-1","boost_from_average":"1","num_class":"0","num_feature":"1",
        "num_target":"1"},"objective":{"name":"binary:logistic","reg_loss_param":{"scale_pos_weight":"1"}}},
        "version":[2,0,3]}
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("risk-command-");
    private StandaloneSuite suite = null!;

    public async Task InitializeAsync() => suite = await StandaloneSuite.StartAsync();

    public async Task DisposeAsync() => await suite.DisposeAsync();

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task It_imports_scores_publishes_activates_and_scores_everybody_anew()
    {
        var customers = FileWith("customers.csv", "id,legal_name,country,isic_section\n"
            + "C1,Hanwell Trading,CN,C\nC2,Northgate Tools,RU,G\nC3,Broken,XX,C\n");

        var imported = await RunAsync("import", customers, "--mapping", "customers");
        imported.Output.ShouldContain("3 rows: 2 recorded");
        imported.Code.ShouldBe(1, "a row was refused");
        var (first, second) = (await IdAsync("Hanwell"), await IdAsync("Northgate"));

        var scored = await UntilAsync(() => RunAsync("score", "--customer", first, second), r => r.Code == 0);
        scored.Output.ShouldContain($"{first}: ");
        scored.Output.ShouldContain("(expert 1)");

        var published = await RunAsync(
            "publish", FileWith("model.json", Model), "--name", "by-country", "--reason", "a trial");
        published.Output.ShouldContain("published by-country as version 2");
        var own = await RunAsync("activate", "2");
        (own.Code, own.Error.Contains("FailedPrecondition", StringComparison.Ordinal)).ShouldBe((1, true));
        var approver = await ApproverAsync();
        var activated = await UntilAsync(() => RunWithAsync(approver, "activate", "2"), r => r.Code == 0);
        activated.Output.ShouldContain("customers are scored by by-country, version 2");
        activated.Output.ShouldContain("done: 2 customers, 2 scored");
        var rescored = await RunAsync("rescore", "--reason", "another model");
        rescored.Output.ShouldContain("done: 2 customers, 0 scored, 2 unchanged");
        rescored.Code.ShouldBe(0);
        (await GradeAsync(first), await GradeAsync(second)).ShouldBe((Grade.Bbb, Grade.C));
    }

    [Fact]
    public async Task It_imports_exchange_rates_and_names_the_lines_that_are_wrong()
    {
        const string day = "01.06.2026";
        var rows = Enumerable.Range(0, 11_000).Select(i => $"CNY;{1 + (i % 7)},5;{day}").ToArray();
        rows[10_500] = $"CNY;two;{day}";
        var rates = FileWith("rates.csv", "to;wert;tag\n" + string.Join('\n', rows) + "\nCNY;7,25;" + day);

        var imported = await RunAsync(
            "import-rates", rates, "--source", "ECB", "--base", "USD", "--rate-column", "wert", "--day-column", "tag",
            "--delimiter", ";", "--date-format", "dd.MM.yyyy", "--decimal-comma");

        imported.Output.ShouldContain("11001 rows:");
        imported.Output.ShouldContain("1 refused");
        imported.Output.ShouldContain("line 10502, wert: 'two'");
        imported.Code.ShouldBe(1, "a row was refused");
        var kept = (await suite.Client.ExchangeRates.ListExchangeRatesAsync(new())).ExchangeRates.Single();
        (kept.FromCurrencyCode, kept.ToCurrencyCode, kept.Rate.Value, kept.Source)
            .ShouldBe(("USD", "CNY", "7.25", "ECB"));
    }

    private async Task<string> IdAsync(string name) =>
        (await suite.Client.Customers.ListCustomersAsync(new())).Customers
            .Single(c => c.LegalName.StartsWith(name, StringComparison.Ordinal)).CustomerId;

    private async Task<Grade> GradeAsync(string customer) =>
        (await suite.Client.Scores.ListScoresAsync(new() { CustomerId = customer, PageSize = 1 })).Scores[0].Grade;

    private async Task<string> ApproverAsync() => (await suite.Client.ApiKeys.CreateApiKeyAsync(new()
    {
        Name = "approvals",
        Owner = "zhao",
        Roles = { Role.Approver },
    })).Secret;

    private string FileWith(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) =>
        RunWithAsync(suite.ApiKey, arguments);

    private Task<(int Code, string Output, string Error)> RunWithAsync(string key, params string[] arguments) =>
        RiskProgram.RunWithAsync(suite, key, arguments);

    /// <summary>What one service has taken, the others know within moments.</summary>
    private static async Task<T> UntilAsync<T>(Func<Task<T>> step, Func<T, bool> holds)
    {
        for (var tries = 0; ; tries++)
        {
            var result = await step();
            if (holds(result) || tries == 30)
                return result;
            await Task.Delay(500);
        }
    }
}
