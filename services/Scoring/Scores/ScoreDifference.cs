using System.Globalization;
using Risk.Scoring.Engine.Scorecards;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Scores;

/// <summary>What changed between two scores of a customer, by what was kept with them.</summary>
internal static class ScoreDifference
{
    private const int FactorsInLine = 4;

    /// <summary>Without a former score it is the first one.</summary>
    public static V1.ScoreComparison Between(V1.ScoreExplanation? former, V1.ScoreExplanation later)
    {
        var (before, after) = (former?.Score, later.Score);
        var isOtherModel = before is not null
            && (before.Model, before.ModelVersion) != (after.Model, after.ModelVersion);
        var comparison = new V1.ScoreComparison
        {
            FormerScoreId = before?.ScoreId ?? "",
            ScoreId = after.ScoreId,
            FormerGrade = before?.Grade ?? V1.Grade.Unspecified,
            Grade = after.Grade,
            FormerPoints = before?.Points ?? 0,
            Points = after.Points,
            AsOf = after.AsOf,
            OtherModel = isOtherModel,
        };
        if (former is not null)
        {
            comparison.Factors.Add(Factors(former, later, isOtherModel));
            comparison.Others.Add(Others(former, later, isOtherModel).Select(o => o.ToContract()));
        }
        comparison.Text = Line(comparison).ToContract();
        return comparison;
    }

    private static IEnumerable<V1.FactorDifference> Factors(
        V1.ScoreExplanation former, V1.ScoreExplanation later, bool isOtherModel)
    {
        var before = former.Factors.ToDictionary(f => f.Factor, StringComparer.Ordinal);
        return later.Factors
            .Where(f => before.ContainsKey(f.Factor))
            .Select(f => Factor(before[f.Factor], f, isOtherModel))
            .Where(d => !Equals(d.FormerValue, d.Value) || (d.PointsDifference is { } points && Number(points) != 0))
            .OrderByDescending(d => d.PointsDifference is { } points ? Math.Abs(Number(points)) : 0);
    }

    private static V1.FactorDifference Factor(V1.ScoreFactor before, V1.ScoreFactor after, bool isOtherModel) => new()
    {
        Factor = after.Factor,
        Text = after.Text,
        FormerValue = before.Value,
        Value = after.Value,
        Unit = after.Unit,
        PointsDifference = isOtherModel
            ? null
            : new() { Value = Plain(Number(after.Points) - Number(before.Points)) },
    };

    private static IEnumerable<Text> Others(
        V1.ScoreExplanation former, V1.ScoreExplanation later, bool isOtherModel)
    {
        var (before, after) = (former.Score, later.Score);
        if (isOtherModel)
        {
            var models = $"{before.Model} {before.ModelVersion}→{after.Model} {after.ModelVersion}";
            yield return new($"another model: {models}", $"模型变更：{models}");
        }
        foreach (var cap in after.Caps.Where(c => before.Caps.All(b => b.Rule != c.Rule)))
            yield return new($"now: {cap.Text.En}", $"新增规则：{cap.Text.Zh}");
        foreach (var cap in before.Caps.Where(c => after.Caps.All(a => a.Rule != c.Rule)))
            yield return new($"no longer: {cap.Text.En}", $"规则不再适用：{cap.Text.Zh}");
        if (after.ManualOverride is { } by && by.GradeOverrideId != before.ManualOverride?.GradeOverrideId)
        {
            yield return new(
                $"overridden by {by.ApprovedBy} until {by.ValidUntil.Value}: {by.Reason}",
                $"由 {by.ApprovedBy} 人工评级，有效期至 {by.ValidUntil.Value}：{by.Reason}");
        }
        if (after.ManualOverride is null && before.ManualOverride is not null)
            yield return new("the manual override has ended", "人工评级已失效");
    }

    /// <summary>For people: the grades, the factors that moved most points, and what else there is.</summary>
    private static Text Line(V1.ScoreComparison comparison)
    {
        if (comparison.FormerGrade == V1.Grade.Unspecified)
            return new($"First score: {Name(comparison.Grade)}", $"首次评分：{Name(comparison.Grade)}");
        var grades = comparison.FormerGrade == comparison.Grade
            ? Name(comparison.Grade)
            : $"{Name(comparison.FormerGrade)}→{Name(comparison.Grade)}";
        var parts = comparison.Factors
            .Where(f => comparison.OtherModel || Number(f.PointsDifference) != 0)
            .Take(FactorsInLine)
            .Select(Part)
            .Concat(comparison.Others.Select(o => new Text(o.En, o.Zh)))
            .ToList();
        return parts.Count == 0
            ? new($"{grades}: nothing that counts has changed", $"{grades}：计分因素无变化")
            : new(
                $"{grades}: {string.Join(", ", parts.Select(p => p.En))}",
                $"{grades}：{string.Join("，", parts.Select(p => p.Zh))}");
    }

    private static Text Part(V1.FactorDifference factor)
    {
        var points = factor.PointsDifference is { } difference ? Number(difference) : 0;
        var sign = points < 0 ? "−" : "+";
        var told = points == 0 ? "" : $"{sign}{Plain(Math.Abs(points))}";
        var (before, after) = (Shown(factor.FormerValue, factor.Unit), Shown(factor.Value, factor.Unit));
        return new(
            $"{factor.Text.En} {before.En}→{after.En}{(told.Length > 0 ? $" ({told})" : "")}",
            $"{factor.Text.Zh} {before.Zh}→{after.Zh}{(told.Length > 0 ? $"（{told}）" : "")}");
    }

    private static Text Shown(Types.V1.Decimal? value, string unit) => value is null
        ? new("unknown", "未知")
        : Same(unit == "share" ? $"{Plain(Number(value) * 100)} %" : Plain(Number(value)));

    private static Text Same(string text) => new(text, text);

    private static string Name(V1.Grade grade) => ((Grade)grade).ToString();

    private static string Plain(decimal number) => number.ToString("0.####", CultureInfo.InvariantCulture);

    private static decimal Number(Types.V1.Decimal value) => decimal.Parse(value.Value, CultureInfo.InvariantCulture);
}
