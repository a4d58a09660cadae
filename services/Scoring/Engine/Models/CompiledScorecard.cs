using Risk.Scoring.Engine.Classing;
using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Scorecards;

namespace Risk.Scoring.Engine.Models;

/// <summary>
/// A trained scorecard as one that scores customers: its edges moved to the next value that a feature can have, so that
/// every customer falls into the class of the trained one, and its probabilities by whole points.
/// </summary>
internal static class CompiledScorecard
{
    public static Scorecard Of(ModelFile model, IReadOnlyList<GradeRule> rules)
    {
        var card = model.Scorecard!;
        return new()
        {
            Name = model.Name,
            Version = model.Version,
            Groups = InputGroups.Of(card.Characteristics.Select(FactorOf)),
            Grades = model.Grades,
            Rules = rules,
            Calibration =
            [
                .. Enumerable.Range(0, Scorecard.PointsMax + 1).Select(points => new CalibrationPoint
                {
                    Points = points,
                    Probability = (decimal)model.Calibration.At(card.Scale.MarginAt(points)),
                }),
            ],
        };
    }

    /// <summary>What keeps it from scoring customers.</summary>
    public static IEnumerable<string> Faults(StatisticalScorecard card)
    {
        foreach (var scored in card.Characteristics)
        {
            if (scored.Of.Classes.Any(c => c.Kind is ClassKind.Special or ClassKind.Words))
            {
                yield return $"characteristic {scored.Of.Input.Name}: a feature has no words and no special codes, "
                    + "but the class of missing values";
            }
        }
        var least = card.Characteristics.Sum(c => c.Points.Min());
        var most = card.Characteristics.Sum(c => c.Points.Max());
        if (least < 0 || most > Scorecard.PointsMax)
        {
            yield return $"scorecard.scale: its points go from {least} to {most}, but a score from 0 to "
                + $"{Scorecard.PointsMax}";
        }
    }

    private static Factor FactorOf(ScoredCharacteristic scored)
    {
        var feature = FeatureCatalogue.Find(scored.Of.Input.Name)!;
        return InputGroups.FactorOf(feature) with
        {
            PointsBest = scored.Points.Max(),
            PointsLeast = scored.Points.Min(),
            Missing = new() { Policy = MissingPolicy.Neutral, Points = scored.Points[^1] },
            Bins = [.. Bins(scored, feature)],
        };
    }

    /// <summary>Without those that no value falls into.</summary>
    private static IEnumerable<Bin> Bins(ScoredCharacteristic scored, Feature feature)
    {
        var from = feature.Min;
        foreach (var (place, range) in scored.Of.Classes.Index().Where(c => c.Item.Kind == ClassKind.Range))
        {
            var below = range.Below is { } edge ? feature.Ceiling(edge) : feature.Max + feature.Step;
            if (below <= from)
                continue;
            var isLast = below > feature.Max;
            yield return new() { Below = isLast ? null : below, Points = scored.Points[place] };
            if (isLast)
                yield break;
            from = below;
        }
        if (from == feature.Min)
            yield return new() { Points = scored.Points[^1] };
    }
}
