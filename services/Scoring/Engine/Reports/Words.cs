using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Engine.Reports;

/// <summary>What a validation report says, in both languages.</summary>
internal static class Words
{
    public static readonly Text Title = new("Model validation", "模型验证报告");
    public static readonly Text Model = new("The model", "模型");
    public static readonly Text Sample = new("The cases of this validation", "本次验证样本");
    public static readonly Text Summary = new("Summary", "摘要");
    public static readonly Text Figure = new("Figure", "指标");
    public static readonly Text Test = new("This sample", "本样本");
    public static readonly Text Training = new("Training sample", "训练样本");
    public static readonly Text Cases = new("Cases", "案例数");
    public static readonly Text Bad = new("Bad", "坏样本数");
    public static readonly Text Good = new("Good", "好样本");
    public static readonly Text BadOnes = new("Bad", "坏样本");
    public static readonly Text BadRate = new("Bad rate", "坏样本率");
    public static readonly Text Interval = new("95 % interval", "95% 置信区间");
    public static readonly Text Brier = new("Brier score", "布里尔得分");
    public static readonly Text LogLoss = new("Log loss", "对数损失");
    public static readonly Text Gini = new("Gini", "基尼系数（Gini）");
    public static readonly Text Probability = new("Mean probability", "平均违约概率");
    public static readonly Text Holds = new("Within the interval", "是否在区间内");
    public static readonly Text Yes = new("yes", "是");
    public static readonly Text No = new("no", "否");
    public static readonly Text Warnings = new("What to look into", "需要核查的事项");
    public static readonly Text None = new("Nothing was found.", "未发现问题。");
    public static readonly Text Thresholds = new("What is looked into, and from where on", "核查事项及其阈值");
    public static readonly Text Check = new("Check", "核查事项");
    public static readonly Text Threshold = new("Told when", "提示条件");
    public static readonly Text Discrimination = new("Discrimination", "区分能力");
    public static readonly Text GoodShare = new("Share of good cases", "好样本占比");
    public static readonly Text BadShare = new("Share of bad cases", "坏样本占比");
    public static readonly Text CaseShare = new("Share of all cases, riskiest first", "全部样本占比（风险最高者在前）");
    public static readonly Text Captures = new("Share of good and of bad cases", "好、坏样本累计占比");
    public static readonly Text Chance = new("Chance", "随机");
    public static readonly Text Scores = new("Distribution of scores", "评分分布");
    public static readonly Text Score = new("Points worth the odds", "由比值换算的分值");
    public static readonly Text ShareOf = new("Share of its cases", "占各自样本的比例");
    public static readonly Text Calibration = new("Calibration by grade", "按信用等级的校准");
    public static readonly Text CalibrationTest = new("Calibration as a whole", "整体校准检验");
    public static readonly Text HosmerLemeshow = new("Hosmer–Lemeshow, tenths", "霍斯默–莱梅肖检验（十分位）");
    public static readonly Text Spiegelhalter = new("Spiegelhalter's z", "施皮格尔霍尔特检验");
    public static readonly Text Statistic = new("Statistic", "统计量");
    public static readonly Text PValue = new("p", "显著性概率");
    public static readonly Text Ratio = new("Bad cases for each promised one", "实际与预测坏样本之比");
    public static readonly Text Grade = new("Grade", "信用等级");
    public static readonly Text Promised = new("Promised", "预测");
    public static readonly Text Came = new("Came about", "实际");
    public static readonly Text Lift = new("Lift", "提升度");
    public static readonly Text Band = new("Tenth, riskiest first", "十分位（风险最高者在前）");
    public static readonly Text Captured = new("Bad cases captured", "累计捕获坏样本");
    public static readonly Text Stability = new("Stability against the training sample (PSI)", "相对训练样本的稳定性（PSI）");
    public static readonly Text InputStability =
        new("Stability of the inputs, by the classes of the model (CSI)", "各输入按模型分组的稳定性（CSI）");
    public static readonly Text Before = new("When it was trained", "训练时占比");
    public static readonly Text Now = new("Now", "当前占比");
    public static readonly Text Input = new("Input", "输入");
    public static readonly Text Coefficients = new("Coefficients", "系数");
    public static readonly Text Coefficient = new("Coefficient", "系数");
    public static readonly Text StandardError = new("Standard error", "标准误");
    public static readonly Text WaldChance = new("p (Wald)", "显著性概率（沃尔德检验）");
    public static readonly Text RatioChance = new("p (likelihood ratio)", "显著性概率（似然比）");
    public static readonly Text LikelihoodRatio = new(
        "The likelihood ratio compares fits to the training sample with and without the input, both without shrinking. "
        + "Where bad cases are few, it is the more reliable of the two.",
        "似然比在训练样本上比较含与不含该输入的两次拟合（均不作收缩）。坏样本较少时，似然比较沃尔德检验更可靠。");
    public static readonly Text Ridge = new(
        "Of the logistic regression on weights of evidence or standardised values. It shrinks coefficients a little "
        + "(ridge), so standard errors are a little too small rather than too large.",
        "来自以证据权重或标准化取值为自变量的逻辑回归。回归带有轻微收缩（岭回归），标准误因而略偏小。");
    public static readonly Text Correlations = new("Correlations of the inputs", "输入之间的相关系数");
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
    public static readonly Text Limits = new("Limits of use", "使用限制");
    public static readonly Text Signed = new("Validated by, on", "验证人、日期");
    public static readonly Text NotStated = new("not stated", "未说明");
}
