using Risk.Scoring.Engine.Features;

namespace Risk.Scoring.Engine.Samples;

/// <summary>One input over all rows of a sample; what is not known is NaN.</summary>
internal sealed record Column(string Name, double[] Values)
{
    /// <summary>The words that the values number, when they are words; else null.</summary>
    public IReadOnlyList<string>? Levels { get; init; }

    public bool IsCategory => Levels is not null;

    public ModelInput Input => new()
    {
        Name = Name,
        Levels = Levels,
        FeatureVersion = FeatureCatalogue.Find(Name)?.Version,
    };

    public Column At(ReadOnlySpan<int> rows)
    {
        var values = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            values[i] = Values[rows[i]];
        return this with { Values = values };
    }
}

/// <summary>What a model reads by name: a number, or a word of a list.</summary>
internal sealed record ModelInput
{
    public required string Name { get; init; }

    /// <summary>Version of the feature that it was trained on; null is the first, or no feature.</summary>
    public int? FeatureVersion { get; init; }

    public IReadOnlyList<string>? Levels { get; init; }
}
