using Risk.Scoring.Engine.Features;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Engine.Outcomes;

/// <summary>
/// What a model is to predict, as data: default by a definition within a window after the day of observation, and which
/// observations are left out because they would teach something else.
/// </summary>
internal sealed record OutcomeDefinition
{
    public const int WindowMonthsMax = 60;

    public DefaultDefinition Default { get; init; } = DefaultDefinition.InForce;

    /// <summary>Within so many months after the day of observation.</summary>
    public int WindowMonths { get; init; } = DefaultDefinition.InForce.HorizonMonths;

    /// <summary>Who was in default within so many months before is not observed, nor who is.</summary>
    public int CoolOffMonths { get; init; } = 3;

    /// <summary>Whose first document is younger is not observed.</summary>
    public int AgeMonthsMin { get; init; } = 6;

    /// <summary>
    /// Who does not default, but is so many days past due with a material share, is neither good nor bad; 0 when
    /// everybody who does not default is good.
    /// </summary>
    public int IndeterminateDays { get; init; } = 60;

    public Text Text => new(
        $"{Default.Text.En}. Outcome: default within {WindowMonths} months of the observation. Left out: in default "
            + $"then or in the {CoolOffMonths} months before; first document less than {AgeMonthsMin} months before"
            + (IndeterminateDays > 0 ? $"; at least {IndeterminateDays} days past due without default" : ""),
        $"{Default.Text.Zh}。结果：观察日后 {WindowMonths} 个月内违约。排除：观察日或之前 {CoolOffMonths} 个月内违约；"
            + $"首张单据距观察日不足 {AgeMonthsMin} 个月"
            + (IndeterminateDays > 0 ? $"；逾期满 {IndeterminateDays} 天但未违约" : ""));

    public IEnumerable<(string Field, Text Text)> Faults()
    {
        foreach (var (field, value, min, max) in new[]
        {
            ("past_due_days", Default.PastDueDays, 1, 720), ("window_months", WindowMonths, 1, WindowMonthsMax),
            ("write_off_months", Default.WriteOffMonths, 0, 24),
            ("rescheduling_months", Default.ReschedulingMonths, 0, 24),
            ("cool_off_months", CoolOffMonths, 0, 60), ("age_months_min", AgeMonthsMin, 0, 120),
        })
        {
            if (value < min || value > max)
                yield return (field, new($"must be from {min} to {max}", $"必须在 {min} 到 {max} 之间"));
        }
        if (Default.ShareMin is not (> 0 and <= 1))
            yield return ("share_min", new("must be above 0 and at most 1", "必须在 0（不含）到 1 之间"));
        if (IndeterminateDays < 0 || IndeterminateDays >= Default.PastDueDays)
            yield return ("indeterminate_days", new("is not below the days of default", "不小于违约逾期天数"));
        if (Default.AmountMinElsewhere <= 0 || Default.AmountMin.Values.Any(a => a <= 0))
            yield return ("material_amounts", new("are not above 0", "必须大于 0"));
    }
}
