using Risk.Monitoring.Indicators;

namespace Risk.Monitoring.Warnings;

/// <summary>
/// That a rule's condition holds, and how grave it is; without a value when that is not known any more.
/// </summary>
internal sealed record Judgement(WarningRule Rule, RuleLevel Level, decimal? Value)
{
    /// <summary>
    /// Null when the rule's condition does not hold. <paramref name="held"/> is the severity that it had until now;
    /// null when it did not hold.
    /// </summary>
    public static Judgement? Of(WarningRule rule, IReadOnlyDictionary<string, Reading> readings, Severity? held)
    {
        var reading = readings[rule.Indicator];
        if ((rule.Measure == Measure.Value ? reading.Now?.Value : reading.Rise) is not { } value)
            return held is { } severity ? new(rule, Kept(rule, severity), null) : null;
        if (!rule.Requires.All(r => IsMet(r, readings[r.Indicator].Now?.Value, held)))
            return null;
        var level = rule.Levels.LastOrDefault(l => Holds(l, value, held));
        return level is null ? null : new(rule, level, value);
    }

    /// <summary>What is not known says nothing: only a known value ends what was seen.</summary>
    private static RuleLevel Kept(WarningRule rule, Severity held) =>
        rule.Levels.LastOrDefault(l => l.Severity <= held) ?? rule.Levels[0];

    private static bool IsMet(RuleRequirement required, decimal? value, Severity? held) =>
        held is null ? value >= required.AtLeast : !(value < required.ClearBelow);

    /// <summary>A level that was reached holds until the value falls below where it clears.</summary>
    private static bool Holds(RuleLevel level, decimal value, Severity? held) =>
        value >= level.RaiseAt || (held >= level.Severity && value >= level.ClearBelow);
}
