using System.Text.RegularExpressions;
using Risk.Scoring.Models;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Models;

public sealed class FaultTextTests
{
    [Theory]
    [InlineData("factor payment_index: the edge 10 does not ascend", "definition.factor payment_index", "分界值 10 未递增")]
    [InlineData("tree 3: node 7: its value is not finite", "definition.tree 3", "节点 7：取值不是有限数")]
    [InlineData("member 0: tree 3: node 7: 9 cannot be its child", "definition.member 0",
        "第 3 棵树：节点 7：9 不能作为其子节点")]
    [InlineData("it tells more than two classes apart", "definition", "它区分两个以上的类别")]
    [InlineData("it stopped early and has 9 trees of which 5 are best: save booster[:5]", "definition",
        "训练提前停止，共 9 棵树，其中 5 棵为最佳，请保存 booster[:5]")]
    [InlineData("$.inputs[2], line 4: The JSON value could not be converted", "definition.$.inputs[2], line 4",
        "此处的 JSON 格式不正确，或有未知、缺失的字段")]
    public void A_fault_has_its_place_and_both_languages(string fault, string place, string zh)
    {
        var told = FaultText.Of(fault);

        told.Field.ShouldBe(place);
        told.Text.Zh.ShouldBe($"模型不符合要求：{zh}");
        fault.ShouldEndWith(told.Text.En);
    }

    public static TheoryData<string> Sources => new(
        "Models/ModelCheck.cs", "Models/CompiledScorecard.cs", "Models/CustomerModels.cs", "Models/TrialCustomers.cs",
        "Scorecards/ScorecardCheck.cs", "Scorecards/FactorFaults.cs", "Trees/TreeCheck.cs", "Trees/XGBoostReader.cs",
        "Calibration/ProbabilityCurve.cs");

    /// <summary>Reads the sources, because a fault that nobody has translated shows up nowhere else.</summary>
    [Theory]
    [MemberData(nameof(Sources))]
    public void Every_fault_of_the_engine_is_translated(string file)
    {
        var source = File.ReadAllText(Path.Combine(Repository.Root, "services", "Scoring", "Engine", file));
        const string Text = "(?:[^\"{]|\\{(?:[^{}\"]|\"[^\"]*\")*\\})*";
        var faults = Regex.Matches(source,
            $"(?:yield return|return \\[|faults\\.Add\\(|select)\\s*\\$?\"(?<first>{Text})\""
                + $"(?:\\s*\\+\\s*\\$?\"(?<second>{Text})\")?",
            RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));

        faults.Count.ShouldBeGreaterThan(0);
        foreach (Match fault in faults)
        {
            var text = Regex.Replace(fault.Groups["first"].Value + fault.Groups["second"].Value, @"\{at\}", "factor x");
            text = Regex.Replace(text, @"\{[^{}]*\}", "1");
            if (text is "factor x: 1" or "tree 1: 1" or "member 1: 1" or "calibration: 1")
                continue;
            FaultText.Of(text).Text.Zh.ShouldNotContain("JSON 格式", customMessage: text);
        }
    }
}
