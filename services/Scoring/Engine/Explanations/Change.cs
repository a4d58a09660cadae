using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Scorecards;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Engine.Explanations;

/// <summary>A change of one feature that would help.</summary>
internal sealed record Change(Feature Feature, FeatureValue Now, decimal Needed)
{
    public required int PointsGained { get; init; }

    /// <summary>How far it is, as a share of the span between the first and the last edge of the factor.</summary>
    public required decimal Effort { get; init; }

    public Text Text
    {
        get
        {
            var (name, needed) = (Feature.Text, ValueText.Of(Feature, Needed));
            var bound = Feature.Better == Better.Higher ? new Text("at least ", "不低于 ") : new Text("at most ", "不高于 ");
            if (Needed == (Feature.Better == Better.Higher ? Feature.Max : Feature.Min))
                bound = new("", " ");
            if (!Now.IsKnown)
            {
                return new(
                    $"Show {name.En} of {bound.En}{needed.En}", $"提供资料证明{name.Zh}{bound.Zh}{needed.Zh}");
            }
            var now = ValueText.Of(Feature, Now.Amount);
            return new(
                $"Bring {name.En} from {now.En} to {bound.En}{needed.En}",
                $"将{name.Zh}由 {now.Zh} 改善至{bound.Zh}{needed.Zh}");
        }
    }
}

/// <summary>Changes that together reach a better grade; none when nothing feasible does.</summary>
internal sealed record Counterfactual(Grade? Grade, IReadOnlyList<Change> Changes)
{
    public static readonly Counterfactual None = new(Grade: null, []);
}
