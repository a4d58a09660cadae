using System.Globalization;
using Risk.Scoring.Engine.Models;

namespace Risk.Scoring.Engine.Validation;

/// <summary>What a validation found that somebody has to look into, beside leaks.</summary>
internal static class Findings
{
    public const double ChanceMin = 0.05;
    public const double AucDropMax = 0.05;
    public const int CasesMin = 50;

    public static IEnumerable<Warning> Of(ModelValidation validation)
    {
        var measures = validation.Measures;
        if (Math.Min(measures.Bad, measures.Count - measures.Bad) is var fewer && fewer < CasesMin)
        {
            yield return new("FEW_CASES", null, new(
                $"There are {fewer} cases of the rarer outcome, fewer than {CasesMin}: read the intervals",
                $"较少一类结果仅有 {fewer} 个案例，少于 {CasesMin} 个：应以置信区间而非点估计为准"));
        }
        foreach (var warning in Calibration(validation).Concat(Stability(validation)).Concat(Regression(validation)))
            yield return warning;
        if (validation.Training is { } learnt && learnt.Ranking.Auc - measures.Ranking.Auc is var drop
            && drop > AucDropMax)
        {
            yield return new("LESS_THAN_LEARNT", null, new(
                $"The AUC is {Number(drop)} lower than on the cases that it has learnt from: it knows them by heart",
                $"AUC 比训练样本低 {Number(drop)}：模型可能过度拟合训练样本"));
        }
    }

    private static IEnumerable<Warning> Calibration(ModelValidation validation)
    {
        var (test, measures) = (validation.Calibration, validation.Measures);
        if (Math.Min(test.HosmerLemeshowChance, test.SpiegelhalterChance) < ChanceMin)
        {
            var ratio = Number(test.ObservedToExpected);
            yield return new("NOT_CALIBRATED", null, new(
                $"The probabilities do not hold: {ratio} bad cases for each promised one; calibrate the model anew",
                $"概率未通过校准检验：实际坏样本为预测的 {ratio} 倍；应重新校准模型"));
        }
        foreach (var grade in measures.Grades.Where(g => !g.IsWithin))
        {
            yield return new("GRADE_OUTSIDE", null, new(
                $"Grade {grade.Grade}: what was promised is outside of the 95 % interval of what came about",
                $"信用等级 {grade.Grade}：预测违约概率落在实际坏样本率的 95% 置信区间之外"));
        }
    }

    private static IEnumerable<Warning> Stability(ModelValidation validation)
    {
        if (validation.Stability is { } psi && psi > Psi.Attention)
        {
            yield return new("POPULATION_MOVED", null, new(
                $"The scores have moved from the training sample (PSI {Number(psi)})",
                $"评分分布相对训练样本发生偏移（PSI {Number(psi)}）"));
        }
        foreach (var input in validation.Inputs.Where(i => i.Index > Psi.Attention))
        {
            yield return new("INPUT_MOVED", input.Input, new(
                $"The values of {input.Input} have moved (stability index {Number(input.Index)})",
                $"{input.Input} 的取值分布发生偏移（稳定性指数 {Number(input.Index)}）"));
        }
    }

    private static IEnumerable<Warning> Regression(ModelValidation validation)
    {
        foreach (var line in CoefficientLine.Of(validation.Model).Where(l => l.Chance > ChanceMin))
        {
            yield return new("WEAK_COEFFICIENT", line.Name, new(
                $"The coefficient of {line.Name} may be chance (p = {Number(line.Chance!.Value)})",
                $"{line.Name} 的系数不显著（显著性概率 {Number(line.Chance!.Value)}）"));
        }
        if (validation.Collinearity is not { } together)
            yield break;
        foreach (var (input, vif) in together.Inputs.Zip(together.Vif).Where(v => v.Second > Collinearity.VifMax))
        {
            yield return new("COLLINEAR", input, new(
                $"{input} follows from the other inputs (VIF {Number(vif)}): its points alone mean little",
                $"{input} 可由其他输入推出（VIF {Number(vif)}）：其单项分值意义有限"));
        }
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}

/// <summary>A coefficient and how sure it is.</summary>
internal sealed record CoefficientLine(string Name, double Coefficient, double? StandardError)
{
    /// <summary>The chance of such a coefficient where the input tells nothing (Wald).</summary>
    public double? Chance => StandardError is { } error && error > 0
        ? Distributions.TwoSided(Coefficient / error)
        : null;

    public static IEnumerable<CoefficientLine> Of(ModelFile model)
    {
        foreach (var scored in model.Scorecard?.Characteristics ?? [])
            yield return new(scored.Of.Input.Name, scored.Coefficient, scored.StandardError);
        foreach (var term in model.Logistic?.Terms ?? [])
        {
            var input = model.Inputs[term.Input];
            yield return new(term.Word is { } word ? $"{input.Name} = {input.Levels![word]}" : input.Name,
                term.Coefficient, term.StandardError);
        }
    }
}
