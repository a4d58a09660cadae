using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Engine.Reports;

/// <summary>What a validation report says, in both languages.</summary>
internal static class Words
{
    public static readonly Text Title = new("Model validation", "模型验证报告");
    public static readonly Text Model = new("Model", "模型");
    public static readonly Text Summary = new("Summary", "摘要");
    public static readonly Text Figure = new("Figure", "指标");
    public static readonly Text Test = new("This sample", "本样本");
    public static readonly Text Training = new("Training sample", "训练样本");
    public static readonly Text Cases = new("Cases", "案例数");
    public static readonly Text Bad = new("Bad", "坏样本数");
    public static readonly Text BadRate = new("Bad rate", "坏样本率");
    public static readonly Text Interval = new("95 % interval", "95% 置信区间");
    public static readonly Text Probability = new("Mean probability", "平均违约概率");
    public static readonly Text Holds = new("Within the interval", "是否在区间内");
    public static readonly Text Yes = new("yes", "是");
    public static readonly Text No = new("no", "否");
    public static readonly Text Warnings = new("What to look into", "需要核查的事项");
    public static readonly Text None = new("Nothing was found.", "未发现问题。");
    public static readonly Text Discrimination = new("Discrimination", "区分能力");
    public static readonly Text GoodShare = new("Share of good cases", "好样本占比");
    public static readonly Text BadShare = new("Share of bad cases", "坏样本占比");
    public static readonly Text Chance = new("Chance", "随机");
    public static readonly Text Calibration = new("Calibration by grade", "按等级的校准");
    public static readonly Text Grade = new("Grade", "等级");
    public static readonly Text Promised = new("Promised", "预测");
    public static readonly Text Came = new("Came about", "实际");
    public static readonly Text Lift = new("Lift", "提升度");
    public static readonly Text Band = new("Tenth, riskiest first", "十分位（风险最高者在前）");
    public static readonly Text Captured = new("Bad cases captured", "累计捕获坏样本");
    public static readonly Text Stability = new("Stability against the training sample (PSI)", "相对训练样本的稳定性（PSI）");
    public static readonly Text Input = new("Input", "输入");
    public static readonly Text Points = new("The scorecard", "评分卡");
    public static readonly Text Class = new("Class", "分组");
    public static readonly Text Woe = new("Weight of evidence", "证据权重（WoE）");
    public static readonly Text PointsOf = new("Points", "分值");
    public static readonly Text Information = new("information value", "信息值（IV）");
    public static readonly Text Champion = new("Against the champion", "与现行冠军模型比较");
    public static readonly Text Accepted = new("Accepted share", "通过率");
    public static readonly Text SwappedIn = new("Taken in (bad rate)", "换入（坏样本率）");
    public static readonly Text SwappedOut = new("Left out (bad rate)", "换出（坏样本率）");
    public static readonly Text AucDifference = new("Difference of AUC", "AUC 差异");
    public static readonly Text ChanceOf = new("Chance of such a difference between equals", "同等模型间出现该差异的概率");
    public static readonly Text LossDifference = new("Difference of log loss", "对数损失差异");
    public static readonly Text Signed = new("Validated by, on", "验证人、日期");
}
