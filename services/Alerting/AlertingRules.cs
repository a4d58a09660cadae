using System.Text.Json;
using System.Text.Json.Serialization;
using Risk.Monitoring.V1;
using Risk.Scoring.V1;

namespace Risk.Alerting;

/// <summary>How grave, by when, and what belongs together, how often again: data, read from Rules.json.</summary>
internal sealed record AlertingRules
{
    /// <summary>Of the fall of a grade, too.</summary>
    public const string GradeFamily = "grade";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    public required int Version { get; init; }

    /// <summary>Within how many hours somebody must act, by severity.</summary>
    public required IReadOnlyDictionary<Severity, int> DueWithinHours { get; init; }

    /// <summary>Rules whose warnings tell of one thing, and so make one alert.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Families { get; init; }

    /// <summary>The gravest of those that apply counts.</summary>
    public required IReadOnlyList<GradeDropRule> GradeDrops { get; init; }

    /// <summary>The pauses before the second attempt, the third and so on; after the last one it is given up.</summary>
    public required IReadOnlyList<int> RetrySeconds { get; init; }

    /// <summary>
    /// How long a target that has too much to do is left alone, by its failures in a row; the last one counts for more.
    /// </summary>
    public required IReadOnlyList<int> RestSeconds { get; init; }

    /// <summary>By which share a pause is longer or shorter, at random.</summary>
    public required double RetryJitter { get; init; }

    public static AlertingRules Shipped { get; } = Read();

    /// <summary>A rule that is in no family is one of its own.</summary>
    public string FamilyOf(string rule) =>
        Families.FirstOrDefault(family => family.Value.Contains(rule)).Key ?? rule.ToLowerInvariant();

    public TimeSpan DueWithin(Severity severity) => TimeSpan.FromHours(DueWithinHours[severity]);

    /// <summary>How grave the fall of a grade is; nothing when it has not fallen, or there was none before.</summary>
    public Severity? OfDrop(Grade former, Grade now)
    {
        if (former == Grade.Unspecified || now == Grade.Unspecified || now <= former)
            return null;
        var applying = GradeDrops.Where(rule => rule.Applies(now - former, now)).Select(rule => rule.Severity).ToList();
        return applying.Count == 0 ? null : applying.Max();
    }

    private static AlertingRules Read()
    {
        using var file = typeof(AlertingRules).Assembly.GetManifestResourceStream("Risk.Alerting.Rules.json")!;
        return JsonSerializer.Deserialize<AlertingRules>(file, Format)!;
    }
}

/// <summary>A fall by so many notches at least, or to this grade or a worse one, is so grave.</summary>
internal sealed record GradeDropRule
{
    public int? NotchesAtLeast { get; init; }
    public Grade? GradeAtMost { get; init; }
    public required Severity Severity { get; init; }

    public bool Applies(int notches, Grade now) =>
        (NotchesAtLeast is null || notches >= NotchesAtLeast) && (GradeAtMost is null || now >= GradeAtMost);
}
