using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Risk.Scoring.Engine.Explanations;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.GradeOverrides;

namespace Risk.Scoring.Scores;

/// <summary>Scores and explanations as the contract has them.</summary>
internal static class ScoreContract
{
    /// <summary>As it was kept whole.</summary>
    public static V1.ScoreExplanation ToExplanation(this Score score) =>
        V1.ScoreExplanation.Parser.ParseFrom(score.Explanation);

    /// <summary>As it was kept, or from the values that were kept, by the model that gave the score.</summary>
    public static V1.ScoreExplanation ToExplanation(this Score score, ICustomerModel model) =>
        score.FeatureValues is { } values
            ? Explain(score, model.Score(KeptValues.Read(model, values, score.AsOfDay)).Result!)
            : score.ToExplanation();

    /// <summary>Without its explanation, as it was calculated; a manual override is not in it.</summary>
    public static V1.Score Summary(Score score, ScoreResult result) =>
        Summary(score.ScoreId, score.CustomerId, result, score.Trigger, ScoringMoment.Of(score));

    public static V1.ScoreExplanation Explain(Score score, ScoreResult result) =>
        Explain(score.ScoreId, score.CustomerId, result, score.Trigger, ScoringMoment.Of(score));

    public static V1.Grade ToContract(this Grade? grade) => grade is { } known ? (V1.Grade)known : V1.Grade.Unspecified;

    public static V1.ScoreExplanation Explain(
        Guid scoreId, Guid customerId, ScoreResult result, ScoreTrigger trigger, ScoringMoment moment)
    {
        var next = result.Model is Scorecard ? FewestChanges.ToNextGrade(result) : Counterfactual.None;
        return new()
        {
            Score = Summary(scoreId, customerId, result, trigger, moment),
            Groups = { result.Model.Groups.Select(g => Group(g, result)) },
            Factors = { result.Factors.Select(Factor) },
            ChangesToNextGrade = { next.Changes.Select(Change) },
            NextGrade = next.Grade.ToContract(),
            PointsBase = Number(result.PointsBase),
            RulesApplying = { result.RulesApplying.Select(r => Applying(r, result)) },
            References = { result.References.Select(Reference) },
        };
    }

    public static V1.Score Summary(
        Guid scoreId, Guid customerId, ScoreResult result, ScoreTrigger trigger, ScoringMoment moment) => new()
        {
            ScoreId = scoreId.ToString(),
            CustomerId = customerId.ToString(),
            Points = result.Points,
            ProbabilityOfDefault = Number(result.Probability),
            ModelProbabilityOfDefault = Number(result.ModelProbability),
            Grade = (V1.Grade)result.Grade,
            ModelGrade = (V1.Grade)result.ModelGrade,
            RuledGrade = (V1.Grade)result.Grade,
            Confidence = Number(result.Confidence),
            Model = result.Model.Name,
            ModelVersion = result.Model.Version,
            AsOf = Timestamp.FromDateTimeOffset(moment.AsOf),
            ScoredAt = Timestamp.FromDateTimeOffset(moment.Now),
            Trigger = (V1.ScoreTrigger)trigger,
            Caps = { result.RulesChanging.Select(Cap) },
            Reasons = { result.Reasons.Select(Reason) },
        };

    public static void Override(V1.Score contract, Score score, OverrideInForce by)
    {
        contract.Grade = (V1.Grade)score.Grade;
        contract.ProbabilityOfDefault = Number(score.ProbabilityOfDefault);
        contract.ManualOverride = new()
        {
            GradeOverrideId = by.GradeOverrideId.ToString(),
            Reason = by.Reason,
            ValidUntil = Day(by.ValidUntil),
            ProposedBy = by.ProposedBy,
            ApprovedBy = by.ApprovedBy,
        };
    }

    private static V1.ApplyingRule Applying(GradeRule rule, ScoreResult result) => new()
    {
        Rule = rule.Name,
        Feature = rule.Feature,
        Value = Number(result.RuleValues[rule.Feature].Amount),
    };

    private static V1.ReferenceResult Reference(ReferenceResult result) => new()
    {
        Feature = result.Reference.Feature.Name,
        Text = result.Reference.Feature.Text.ToContract(),
        Value = result.Value.IsKnown ? Number(result.Value.Amount) : null,
        Zone = result.Zone is { } zone ? (V1.ReferenceZone)zone : V1.ReferenceZone.Unspecified,
        DistressBelow = Number(result.Reference.DistressBelow),
        SafeAbove = Number(result.Reference.SafeAbove),
        AsOf = result.Value.AsOf is { } day ? Day(day) : null,
        MissingReason = result.Value.Reason is { } missing ? missing.Text.ToContract() : null,
    };

    private static V1.AppliedCap Cap(GradeRule rule) => new()
    {
        Rule = rule.Name,
        AtMost = rule.GradeAtMost.ToContract(),
        AtLeast = rule.GradeAtLeast.ToContract(),
        Text = rule.Text.ToContract(),
    };

    private static V1.ScoreReason Reason(FactorResult result) => new()
    {
        Factor = result.Feature.Name,
        PointsLost = Number(result.PointsLost),
        Text = AdverseReason.Of(result).ToContract(),
    };

    private static V1.FactorGroup Group(FactorGroup group, ScoreResult result)
    {
        var factors = result.Factors.Where(f => f.Group == group.Name).ToList();
        return new()
        {
            Group = group.Name,
            Text = group.Text.ToContract(),
            Weight = group.Weight == 0 ? null : Number(group.Weight),
            Points = Number(factors.Sum(f => f.Points)),
            PointsBest = factors.TrueForAll(f => f.PointsBest is not null)
                ? Number(factors.Sum(f => f.PointsBest!.Value))
                : null,
        };
    }

    private static V1.ScoreFactor Factor(FactorResult result) => new()
    {
        Factor = result.Feature.Name,
        Group = result.Group,
        Text = result.Feature.Text.ToContract(),
        Value = result.Value.IsKnown ? Number(result.Value.Amount) : null,
        Unit = ValueText.Name(result.Feature.Unit),
        AsOf = result.Value.AsOf is { } day ? Day(day) : null,
        Bin = result.Bin,
        Points = Number(result.Points),
        PointsBest = result.PointsBest is { } best ? Number(best) : null,
        MissingReason = result.Value.Reason is { } missing ? missing.Text.ToContract() : null,
    };

    public static V1.ScoreChange Change(Change change) => new()
    {
        Factor = change.Feature.Name,
        Value = change.Now.IsKnown ? Number(change.Now.Amount) : null,
        ValueNeeded = Number(change.Needed),
        PointsGained = Number(change.PointsGained),
        Text = change.Text.ToContract(),
    };

    private static Types.V1.Decimal Number(decimal value) =>
        new() { Value = value.ToString("0.############", CultureInfo.InvariantCulture) };

    private static Types.V1.Date Day(DateOnly day) =>
        new() { Value = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };
}
