using Risk.ServiceDefaults.Hosting;

namespace Risk.Scoring.Concentration;

/// <summary>How fresh the sums are that concentration caps are judged by.</summary>
internal sealed record ConcentrationSettings : ISettings
{
    public static string Section => "Concentration";

    /// <summary>The portfolio is summed up anew after so long, while the policy in force has caps.</summary>
    public int RefreshSeconds { get; init; } = 5;

    public IEnumerable<string> Faults()
    {
        if (RefreshSeconds is < 1 or > 3_600)
            yield return $"{nameof(RefreshSeconds)}: must be from 1 to 3600, is {RefreshSeconds}";
    }
}
