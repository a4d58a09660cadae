using Risk.ServiceDefaults.Hosting;

namespace Risk.Scoring.Decisions;

/// <summary>How long decisions are kept.</summary>
internal sealed record DecisionSettings : ISettings
{
    public static string Section => "Decisions";

    /// <summary>Whole months; older ones are dropped.</summary>
    public int KeepMonths { get; init; } = 120;

    public IEnumerable<string> Faults()
    {
        if (KeepMonths is < 12 or > 1_200)
            yield return $"{nameof(KeepMonths)}: must be from 12 to 1200, is {KeepMonths}";
    }
}
