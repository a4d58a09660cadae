using System.Globalization;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Risk.CommandLine.Tests.Commands;

public sealed class RiskCommandTests(CaseFiles files) : IClassFixture<CaseFiles>
{
    [Theory]
    [InlineData("scorecard")]
    [InlineData("logistic")]
    [InlineData("trees")]
    public async Task A_model_is_trained_measured_out_of_time_validated_and_applied(string kind)
    {
        var (model, scores) = (files.Path($"{kind}.json"), files.Path($"{kind}.csv"));
        var report = files.Path($"{kind}.html");

        var trained = await CaseFiles.RunAsync("train", files.Cases, "--exclude", "written_off_on", "--kind", kind,
            "--special", "-9", "--time", "year", "--until", "2022", "--folds", "3", "--out", model);
        trained.Error.ShouldBeEmpty();
        trained.Code.ShouldBe(0);
        trained.Output.ShouldContain("3 folds, seed 20260101: AUC 0.");
        trained.Output.ShouldContain("out of time: AUC 0.");

        var validated = await CaseFiles.RunAsync(
            "validate", files.Cases, "--model", model, "--training", files.Cases, "--report", report);
        validated.Code.ShouldBe(0);
        validated.Output.ShouldContain("1500 cases: AUC 0.");
        (await File.ReadAllTextAsync(report)).ShouldContain("Model validation");
        (await File.ReadAllTextAsync(files.Path($"{kind}.zh-CN.html"))).ShouldContain("模型验证报告");

        (await CaseFiles.RunAsync("score", files.Cases, "--model", model, "--out", scores)).Code.ShouldBe(0);
        var lines = await File.ReadAllLinesAsync(scores);
        lines.Length.ShouldBe(1_501);
        lines[0].ShouldBe("row,points,probability,grade,reasons,reasons_zh");
        lines.Skip(1).ShouldAllBe(l => l.Split(',', 3)[1].Length > 0 == (kind == "scorecard"));
    }

    [Fact]
    public async Task What_is_known_only_after_the_outcome_is_told()
    {
        var trained = await CaseFiles.RunAsync("train", files.Cases, "--out", files.Path("leaky.json"));

        trained.Code.ShouldBe(0);
        trained.Output.ShouldContain("look into MISSING_KNOWS_THE_OUTCOME: Whether written_off_on is missing");
    }

    [Fact]
    public async Task A_challenger_is_compared_with_the_champion()
    {
        await CaseFiles.RunAsync("train", files.Cases, "--exclude", "written_off_on", "--out", files.Path("new.json"));
        await CaseFiles.RunAsync("train", files.Cases, "--exclude", "written_off_on", "debt", "year",
            "--out", files.Path("old.json"));

        var validated = await CaseFiles.RunAsync("validate", files.Cases, "--model", files.Path("new.json"),
            "--champion", files.Path("old.json"));

        validated.Output.ShouldContain("against the champion: AUC +0.");
        validated.Output.ShouldContain("accepting 80 %: takes in");
    }

    [Fact]
    public async Task Reasons_are_told_in_both_languages_and_features_by_their_names()
    {
        var (cases, model) = (files.Path("features.csv"), files.Path("features.json"));
        await File.WriteAllLinesAsync(cases, ["debt_to_assets,target", .. Enumerable.Range(0, 400)
            .Select(i => $"{(i % 9 == 8 ? "" : $"0.{i % 9 + 1}")},{(i * 37 % 100 < 10 * (i % 9) ? 1 : 0)}")]);
        (await CaseFiles.RunAsync("train", cases, "--out", model)).Code.ShouldBe(0);

        var scored = await CaseFiles.RunAsync("score", cases, "--model", model);

        scored.Output.ShouldContain("\"debt to assets 0.8 (-");
        scored.Output.ShouldContain(" points)\",\"资产负债率 0.8（-");
        scored.Output.ShouldContain("debt to assets is missing (-");
        scored.Output.ShouldContain("资产负债率 缺失（-");
    }

    [Fact]
    public async Task Rows_held_out_measure_the_model_and_make_its_report()
    {
        var report = files.Path("held.html");

        var trained = await CaseFiles.RunAsync("train", files.Cases, "--exclude", "written_off_on", "--hold-out", "0.3",
            "--bad-means", "90 days past due", "--period", "2015 to 2024", "--as-of", "application",
            "--out", files.Path("held.json"), "--report", report);

        trained.Error.ShouldBeEmpty();
        trained.Output.ShouldContain("out of sample: AUC 0.");
        var page = await File.ReadAllTextAsync(report);
        page.ShouldContain("<td>What counted as bad</td><td>90 days past due</td>");
        page.ShouldContain("<td>Period of the data</td><td>2015 to 2024</td>");
        page.ShouldMatch("<td>Cases</td><td>4(49|50|51)</td><td>1,0(49|50|51)</td>");
        (await File.ReadAllTextAsync(files.Path("held.zh-CN.html"))).ShouldContain("坏样本（违约）定义");
    }

    [Fact]
    public async Task A_code_may_be_one_of_a_single_column()
    {
        await CaseFiles.RunAsync("train", files.Cases, "--exclude", "written_off_on", "--special", "code=-9",
            "--out", files.Path("one.json"));

        using var model = JsonDocument.Parse(await File.ReadAllTextAsync(files.Path("one.json")));
        var codes = model.RootElement.GetProperty("scorecard").GetProperty("characteristics").EnumerateArray()
            .ToDictionary(c => c.GetProperty("of").GetProperty("input").GetProperty("name").GetString()!,
                c => c.GetProperty("of").GetProperty("classes").EnumerateArray()
                    .Count(k => k.GetProperty("kind").GetString() == "Special"));
        codes["code"].ShouldBe(1);
        codes.Where(c => c.Key != "code").ShouldAllBe(c => c.Value == 0);
    }

    [Fact]
    public async Task An_imported_model_is_calibrated_on_other_cases()
    {
        var (cases, model) = (files.Path("xgboost.csv"), files.Path("xgboost.json"));
        await File.WriteAllLinesAsync(cases, ["x,target", .. Enumerable.Range(0, 400)
            .Select(i => $"{i % 2},{(i * 37 % 100 < 10 + 20 * (i % 2) ? 1 : 0)}")]);
        await File.WriteAllTextAsync(model, OneSplit);
        var calibrated = files.Path("calibrated.json");

        var answer = await CaseFiles.RunAsync("calibrate", cases, "--model", model, "--out", calibrated);

        answer.Error.ShouldBeEmpty();
        answer.Output.ShouldContain("50.00 % before, 20.00 % after, 20.00 % came about");
        var scored = (await CaseFiles.RunAsync("score", cases, "--model", calibrated)).Output.Split('\n');
        double.Parse(scored[1].Split(',')[2], CultureInfo.InvariantCulture).ShouldBe(0.1, 0.01);
        double.Parse(scored[2].Split(',')[2], CultureInfo.InvariantCulture).ShouldBe(0.3, 0.01);
    }

    /// <summary>One tree over one input, that says −1 below ½ and +1 from there on, at a base score of ½.</summary>
    private const string OneSplit =
        """
        {"learner":{"attributes":{},"feature_names":["x"],"feature_types":["float"],"gradient_booster":{"model":{
        "gbtree_model_param":{"num_parallel_tree":"1","num_trees":"1"},"tree_info":[0],"trees":[{
        "base_weights":[0,-1,1],"categories":[],"categories_nodes":[],"categories_segments":[],"categories_sizes":[],
        "default_left":[1,0,0],"id":0,"left_children":[1,-1,-1],"loss_changes":[1,0,0],
        "parents":[2147483647,0,0],"right_children":[2,-1,-1],"split_conditions":[0.5,-1,1],"split_indices":[0,0,0],
        "split_type":[0,0,0],"sum_hessian":[2,1,1],
        "tree_param":{"num_deleted":"0","num_feature":"1","num_nodes":"3","size_leaf_vector":"0"}}]},"name":"gbtree"},
        "learner_model_param":{"base_score":"5E-1","num_class":"0","num_feature":"1","num_target":"1"},
        "objective":{"name":"binary:logistic","reg_loss_param":{"scale_pos_weight":"1"}}},"version":[1,7,4]}
        """;

    [Theory]
    [InlineData("There is no file", "train", "nowhere.csv")]
    [InlineData("has no column bad", "train", "CASES", "--target", "bad")]
    [InlineData("0 for good and 1 for bad", "train", "CASES", "--target", "year")]
    [InlineData("--time and --until go together", "train", "CASES", "--time", "year")]
    [InlineData("--direction debt: is NAME=+1 or NAME=-1", "train", "CASES", "--direction", "debt")]
    [InlineData("1 to 20, not 21", "train", "CASES", "--folds", "2", "--characteristics", "21")]
    [InlineData("--hold-out: a share", "train", "CASES", "--hold-out", "1")]
    [InlineData("give one", "train", "CASES", "--hold-out", "0.3", "--time", "year", "--until", "2020")]
    [InlineData("give --hold-out or --until", "train", "CASES", "--report", "r.html")]
    [InlineData("--special code=x: is a number", "train", "CASES", "--special", "code=x")]
    [InlineData("There is no model", "score", "CASES", "--model", "nowhere.json")]
    [InlineData("The model CASES.json cannot be used", "score", "CASES", "--model", "MODEL")]
    [InlineData("Give a file and --model", "score")]
    [InlineData("Give --key, or set RISK_KEY", "import", "CASES", "--mapping", "invoices")]
    [InlineData("Give --key, or set RISK_KEY", "import-rates", "CASES")]
    [InlineData("There is no file", "import-rates", "nowhere.csv", "--key", "k")]
    [InlineData("The suite answered Unavailable",
        "import-rates", "CASES", "--key", "k", "--address", "http://127.0.0.1:9")]
    [InlineData("There is no model", "publish", "nowhere.json", "--reason", "r", "--key", "k")]
    [InlineData("Give --key, or set RISK_KEY", "activate", "2")]
    [InlineData("The suite answered Unavailable",
        "activate", "2", "--key", "k", "--address", "http://127.0.0.1:9")]
    [InlineData("The suite answered Unavailable",
        "rescore", "--reason", "r", "--key", "k", "--address", "http://127.0.0.1:9")]
    [InlineData("The suite answered Unavailable",
        "score", "--customer", "x", "--key", "k", "--address", "http://127.0.0.1:9")]
    public async Task What_cannot_be_done_is_said_in_one_line(string says, params string[] arguments)
    {
        var broken = files.Path("CASES.json");
        await File.WriteAllTextAsync(broken, "{}");

        var answer = await CaseFiles.RunAsync([.. arguments.Select(a =>
            a == "CASES" ? files.Cases : a == "MODEL" ? broken : a)]);

        answer.Code.ShouldBe(1);
        answer.Error.ShouldContain(says);
        answer.Error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("12/31/2022")]
    [InlineData("2022-12-31")]
    public async Task A_time_that_does_not_compare_is_refused(string until)
    {
        var refused = await CaseFiles.RunAsync("train", files.Cases, "--exclude", "written_off_on", "--time", "year",
            "--until", until, "--out", files.Path("never.json"));

        refused.Code.ShouldNotBe(0);
        refused.Error.ShouldContain(until);
        File.Exists(files.Path("never.json")).ShouldBeFalse();
    }
}
