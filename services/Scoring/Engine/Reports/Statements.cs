using System.Globalization;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Training;
using Risk.Scoring.Engine.Validation;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Engine.Reports;

/// <summary>What a report states of every model: notes, thresholds of warnings, limits of use.</summary>
internal static class Statements
{
    private static readonly Dictionary<string, Text> NoteNames = new(StringComparer.Ordinal)
    {
        ["rows"] = new("Cases learnt from", "训练案例数"),
        ["bad"] = new("Bad among them", "其中坏样本数"),
        ["kind"] = new("Kind", "类型"),
        ["seed"] = new("Seed", "随机种子"),
        ["outcome"] = new("What counted as bad", "坏样本（违约）定义"),
        ["period"] = new("Period of the data", "数据期间"),
        ["as_of"] = new("Inputs as of", "输入截止时点"),
        ["source"] = new("Source", "来源"),
        ["calibrated_on"] = new("Calibrated on", "校准样本"),
        ["calibration"] = new("Calibration", "校准方法"),
    };

    private static readonly Dictionary<string, Text> Kinds = new(StringComparer.Ordinal)
    {
        [nameof(ModelKind.Scorecard)] = new("statistical scorecard", "统计评分卡"),
        [nameof(ModelKind.Logistic)] = new("logistic regression", "逻辑回归"),
        [nameof(ModelKind.Trees)] = new("gradient-boosted trees", "梯度提升树"),
        [nameof(ModelKind.Ensemble)] = new("scorecard and trees together", "评分卡与提升树组合"),
        ["XGBoost"] = new("trees of XGBoost", "XGBoost 提升树"),
    };

    /// <summary>What a model has to say of itself before it is signed.</summary>
    public static readonly string[] Asked = ["outcome", "period", "as_of"];

    public static readonly IReadOnlyList<(Text Check, Text When)> Thresholds =
    [
        (new("Discrimination too good", "区分能力过高"), Above("AUC", Leakage.ModelAucMax)),
        (new("An input that knows the outcome", "输入已知结果"), Above("AUC", Leakage.InputAucMax)),
        (new("Missing values that know the outcome", "缺失与否已知结果"), Above("AUC", Leakage.MissingAucMax)),
        (new("An input that names the case", "输入为案例标识"), new(
            $"more than {Percent(Leakage.DistinctShareMax)} of whole numbers or words differ",
            $"整数或文字取值中互不相同者超过 {Percent(Leakage.DistinctShareMax)}")),
        (new("Few cases", "样本过少"), new(
            $"fewer than {Findings.CasesMin} cases of the rarer outcome", $"较少一类结果少于 {Findings.CasesMin} 个案例")),
        (new("Worse than on the training sample", "较训练样本变差"), new(
            $"AUC lower by more than {Number(Findings.AucDropMax)}", $"AUC 下降超过 {Number(Findings.AucDropMax)}")),
        (new("Calibration as a whole", "整体校准"), new(
            $"either test below p = {Number(Findings.ChanceMin)}", $"任一检验的显著性概率低于 {Number(Findings.ChanceMin)}")),
        (new("Calibration of a grade", "信用等级校准"), new(
            "mean probability outside of the 95 % interval (Wilson)", "平均违约概率在 95% 置信区间之外")),
        (new("Stability of scores and inputs", "评分与输入的稳定性"), new(
            $"PSI or CSI above {Number(Psi.Attention)}; above {Number(Psi.Alarm)} it is another population",
            $"PSI 或 CSI 大于 {Number(Psi.Attention)}；大于 {Number(Psi.Alarm)} 视为总体已改变")),
        (new("A coefficient by chance", "系数不显著"), new(
            $"p above {Number(Findings.ChanceMin)}", $"显著性概率大于 {Number(Findings.ChanceMin)}")),
        (new("An input that follows from others", "输入共线"), Above("VIF", Collinearity.VifMax)),
    ];

    public static IEnumerable<Text> Limits(ModelFile model, Measures measures)
    {
        yield return new(
            "The figures hold for cases like those of this sample: same products, countries and way of acceptance. "
            + "Who was refused is not among them unless the sample says so.",
            "上述指标仅适用于与本样本同类的案例（相同的产品、国家和准入方式）。除非另有说明，样本不含被拒绝的客户。");
        yield return new(
            $"The probability is of the outcome as it is defined above, and was promised "
            + $"{Percent(measures.Probabilities.Average())} on the mean. "
            + "Another definition or another economic situation needs another calibration.",
            $"概率针对上述定义的结果，平均预测值为 {Percent(measures.Probabilities.Average())}。结果定义或经济环境改变时须重新校准。");
        yield return new(
            "A value outside of those learnt from is judged as the nearest one, a word never met as missing.",
            "超出训练范围的取值按最接近的取值评判，未见过的文字按缺失处理。");
        if (model.Scorecard is null && model.Logistic is null)
        {
            yield return new(
                "Trees have no coefficients: reasons are Shapley values of each case, and hold for that case alone.",
                "提升树没有系数：理由为逐案计算的沙普利值，仅对该案例成立。");
        }
        yield return new(
            "Validate anew at least once a year, and whenever a threshold above is passed.",
            "至少每年重新验证一次；任何阈值被突破时应立即重新验证。");
    }

    public static Text NameOf(string note) =>
        NoteNames.TryGetValue(note, out var name) ? name : new(note, note);

    public static Text ValueOf(ModelNote note) =>
        note.Name == "kind" && Kinds.TryGetValue(note.Value, out var kind) ? kind : new(note.Value, note.Value);

    private static Text Above(string what, double value) =>
        new($"{what} above {Number(value)}", $"{what} 大于 {Number(value)}");

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Percent(double value) => (100 * value).ToString("0.##", CultureInfo.InvariantCulture) + " %";
}
