using Risk.Scoring.Engine.Classing;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Engine.Trees;

namespace Risk.Scoring.Engine.Models;

/// <summary>What makes a trained model sound; each fault names its place and what is wrong.</summary>
internal static class ModelCheck
{
    private const int InputsMax = 2_000;
    private const int MembersMax = 10;
    private const int CharacteristicsMax = 100;

    public static IEnumerable<string> Faults(ModelFile model) =>
    [
        .. Frame(model), .. model.Calibration.Faults().Select(f => $"calibration: {f}"), .. Grades(model),
        .. Rules(model.Rules ?? []), .. Terms(model), .. Trees(model), .. Members(model),
        .. Scale(model.Scorecard?.Scale),
        .. model.Scorecard?.Characteristics.SelectMany((c, i) => Characteristic(model, c, i)) ?? [],
    ];

    private static IEnumerable<string> Frame(ModelFile model)
    {
        if (model.Schema != ModelFile.SchemaNow)
            yield return $"schema: is {ModelFile.SchemaNow}, not {model.Schema}";
        if (model.Name.Length is 0 or > 64)
            yield return "name: has 1 to 64 characters";
        if (model.Version < 1)
            yield return "version: is at least 1";
        if (model.Inputs.Count is 0 or > InputsMax)
            yield return $"inputs: are 1 to {InputsMax}";
        if (model.Scorecard is { } card && card.Characteristics.Count > CharacteristicsMax)
            yield return $"scorecard: has at most {CharacteristicsMax} characteristics";
        if (model.Inputs.DistinctBy(i => i.Name, StringComparer.Ordinal).Count() != model.Inputs.Count)
            yield return "inputs: a name stands twice";
        object?[] kinds = [model.Scorecard, model.Logistic, model.Trees, model.Ensemble];
        if (kinds.Count(k => k is not null) != 1)
            yield return "exactly one of scorecard, logistic, trees and ensemble is there";
    }

    private static IEnumerable<string> Rules(IReadOnlyList<GradeRule> rules)
    {
        if (rules.Count > ScorecardCheck.RulesMax)
            yield return $"rules: are at most {ScorecardCheck.RulesMax}";
        foreach (var fault in rules.SelectMany(ScorecardCheck.Rule))
            yield return fault;
        foreach (var twice in rules.CountBy(r => r.Name, StringComparer.Ordinal).Where(r => r.Value > 1))
            yield return $"rule {twice.Key}: stands twice";
    }

    private static IEnumerable<string> Scale(PointScale? scale)
    {
        if (scale is null)
            yield break;
        if (!(scale.PointsToDoubleOdds is > 0 and <= Scorecard.PointsMax))
            yield return $"scorecard.scale: points_to_double_odds are above 0, not {scale.PointsToDoubleOdds}";
        if (!(scale.BaseOdds > 0 && double.IsFinite(scale.BaseOdds)))
            yield return $"scorecard.scale: base_odds are above 0, not {scale.BaseOdds}";
    }

    private static IEnumerable<string> Grades(ModelFile model)
    {
        var grades = model.Grades;
        if (grades.Count == 0 || grades[^1].ProbabilityMax != 1)
            yield return "grades: the last one goes up to a probability of 1";
        if (grades.Zip(grades.Skip(1)).Any(g =>
            g.Second.Grade <= g.First.Grade || g.Second.ProbabilityMax <= g.First.ProbabilityMax))
        {
            yield return "grades: do not go from the best to the worst";
        }
        if (grades.Any(g => g.Grade == Grade.D))
            yield return "grades: D is given by rule alone";
    }

    private static IEnumerable<string> Characteristic(ModelFile model, ScoredCharacteristic scored, int number)
    {
        var (of, at) = (scored.Of, $"characteristic {scored.Of.Input.Name}");
        if (number >= model.Inputs.Count || model.Inputs[number].Name != of.Input.Name)
            yield return $"{at}: is not the input of the same place";
        if (of.Classes.Count == 0 || of.Classes[^1].Kind != ClassKind.Missing)
            yield return $"{at}: its last class is that of missing values";
        if (scored.Points.Count != of.Classes.Count)
            yield return $"{at}: has {of.Classes.Count} classes and {scored.Points.Count} points";
        var ranges = of.Classes.Where(c => c.Kind == ClassKind.Range).ToList();
        if (ranges.Count > 0 && (ranges[0].From is not null || ranges[^1].Below is not null
            || ranges.Zip(ranges.Skip(1)).Any(r => r.First.Below is null || r.First.Below != r.Second.From
                || r.Second.Below <= r.Second.From)))
        {
            yield return $"{at}: its ranges do not cover every value once";
        }
        if (!(scored.Coefficient <= 0) || !double.IsFinite(scored.Coefficient)
            || of.Classes.Any(c => !double.IsFinite(c.Woe)))
        {
            yield return $"{at}: its coefficient is above 0, or a weight of evidence not finite";
        }
        if (of.Classes.Zip(scored.Points).OrderBy(c => c.First.Woe).ToList() is var byWoe
            && byWoe.Zip(byWoe.Skip(1)).Any(c => c.Second.Second < c.First.Second))
        {
            yield return $"{at}: a class of less risk has fewer points";
        }
        if (ranges.Zip(ranges.Skip(1)).Any(r => (r.Second.Woe - r.First.Woe) * of.Direction > 0))
            yield return $"{at}: its risk does not go one way";
    }

    private static IEnumerable<string> Terms(ModelFile model) => (model.Logistic?.Terms ?? [])
        .Where(t => t.Input < 0 || t.Input >= model.Inputs.Count || !(t.Deviation > 0) || !(t.Low <= t.High)
            || !double.IsFinite(t.Coefficient) || !double.IsFinite(t.Mean) || !double.IsFinite(t.Deviation))
        .Select(t => $"a term of input {t.Input} has no such input, no deviation above zero, or no finite coefficient");

    private static IEnumerable<string> Trees(ModelFile model) => (model.Trees?.Trees ?? [])
        .SelectMany((tree, number) => TreeCheck.Faults(tree, model.Inputs.Count).Select(f => $"tree {number}: {f}"));

    private static IEnumerable<string> Members(ModelFile model)
    {
        if (model.Ensemble is not { } members)
            yield break;
        if (members.Count is 0 or > MembersMax || members.Any(m => !(m.Weight > 0)))
            yield return $"ensemble: has 1 to {MembersMax} members with weights above zero";
        foreach (var (place, member) in members.Index())
        {
            if (member.Model.Ensemble is not null)
                yield return $"member {place}: is an ensemble itself";
            var unknown = member.Model.Inputs.Select(i => i.Name)
                .Except(model.Inputs.Select(i => i.Name), StringComparer.Ordinal).ToList();
            if (unknown.Count > 0)
                yield return $"member {place}: reads {string.Join(", ", unknown)}, which is no input of the ensemble";
            foreach (var fault in Faults(member.Model))
                yield return $"member {place}: {fault}";
        }
    }
}
