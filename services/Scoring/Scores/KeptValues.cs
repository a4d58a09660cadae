using Google.Protobuf;
using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Scorecards;

namespace Risk.Scoring.Scores;

/// <summary>
/// The values of the features that a score rests on, in a few hundred bytes: with the model, which is kept by version,
/// they give the same score and explanation again at any time.
/// </summary>
internal static class KeptValues
{
    private const uint Missing = 0;
    private const uint Known = 1;

    /// <summary>How many steps of a feature are 1, by its decimals.</summary>
    private static readonly decimal[] StepsOfOne = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

    public static byte[] Of(ScoreResult result)
    {
        using var bytes = new MemoryStream(512);
        using var coded = new CodedOutputStream(bytes);
        foreach (var factor in result.Factors)
            Write(coded, factor.Feature, factor.Value, result.AsOf);
        foreach (var feature in OfRules(result.Model))
            Write(coded, feature, result.RuleValues[feature.Name], result.AsOf);
        foreach (var reference in result.References)
            Write(coded, reference.Reference.Feature, reference.Value, result.AsOf);
        coded.Flush();
        return bytes.ToArray();
    }

    /// <summary>Facts that give the features these values.</summary>
    public static FactSheet Read(ICustomerModel model, byte[] kept, DateOnly asOf)
    {
        using var coded = new CodedInputStream(kept);
        var values = new Dictionary<string, FeatureValue>(StringComparer.Ordinal);
        foreach (var feature in model.Features.Concat(OfRules(model.Frame)))
            values[feature.Name] = Read(coded, feature, asOf);
        // What was kept before there were references ends here.
        foreach (var reference in Reference.All.TakeWhile(_ => !coded.IsAtEnd))
            values[reference.Feature.Name] = Read(coded, reference.Feature, asOf);
        return new() { AsOf = asOf, Assumed = values };
    }

    private static IEnumerable<Feature> OfRules(ModelFrame model) => model.Rules
        .Select(r => r.Feature).Distinct(StringComparer.Ordinal).Select(name => FeatureCatalogue.Find(name)!);

    private static void Write(CodedOutputStream coded, Feature feature, FeatureValue value, DateOnly asOf)
    {
        if (value.Reason is { } reason)
        {
            coded.WriteUInt32(Missing);
            coded.WriteUInt32(PlaceOf(reason));
            return;
        }
        coded.WriteUInt32(Known);
        coded.WriteSInt64((long)(value.Amount * StepsOfOne[feature.Decimals]));
        coded.WriteSInt32(asOf.DayNumber - value.AsOf!.Value.DayNumber);
    }

    private static uint PlaceOf(MissingReason reason)
    {
        for (var place = 0; place < MissingReason.All.Count; place++)
        {
            if (ReferenceEquals(MissingReason.All[place], reason))
                return (uint)place;
        }
        throw new ArgumentException($"{reason.Code} is not in the list of reasons.", nameof(reason));
    }

    private static FeatureValue Read(CodedInputStream coded, Feature feature, DateOnly asOf)
    {
        if (coded.ReadUInt32() == Missing)
            return FeatureValue.Missing(MissingReason.All[(int)coded.ReadUInt32()]);
        var amount = coded.ReadSInt64() * feature.Step;
        return FeatureValue.Known(amount, asOf.AddDays(-coded.ReadSInt32()));
    }
}
