using Risk.Scoring.Engine.Scorecards;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Engine.Explanations;

/// <summary>Why a factor lost points, for people.</summary>
internal static class AdverseReason
{
    public static Text Of(FactorResult result)
    {
        if (result.Value.Reason is not { } missing)
            return ValueText.In(result.Factor.Reason, ValueText.Of(result.Feature, result.Value.Amount));
        var name = result.Feature.Text;
        return new($"{missing.Text.En} ({name.En})", $"{missing.Text.Zh}（{name.Zh}）");
    }
}
