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
        lines[0].ShouldBe("row,points,probability,grade,reasons");
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

    [Theory]
    [InlineData("There is no file", "train", "nowhere.csv")]
    [InlineData("has no column bad", "train", "CASES", "--target", "bad")]
    [InlineData("0 for good and 1 for bad", "train", "CASES", "--target", "year")]
    [InlineData("--time and --until go together", "train", "CASES", "--time", "year")]
    [InlineData("--direction debt: is NAME=+1 or NAME=-1", "train", "CASES", "--direction", "debt")]
    [InlineData("1 to 20, not 21", "train", "CASES", "--folds", "2", "--characteristics", "21")]
    [InlineData("There is no model", "score", "CASES", "--model", "nowhere.json")]
    [InlineData("The model CASES.json cannot be used", "score", "CASES", "--model", "MODEL")]
    [InlineData("Give a file and --model", "score")]
    [InlineData("Give --key, or set RISK_KEY", "import", "CASES", "--mapping", "invoices")]
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
