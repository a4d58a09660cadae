using Risk.Monitoring.Indicators;

namespace Risk.Monitoring.Warnings;

/// <summary>That a rule's condition holds, and how grave it is.</summary>
internal sealed record Judgement(WarningRule Rule, RuleLevel Level, decimal Value)
{
    /// <summary>
    /// Null when the rule's condition does not hold. <paramref name="held"/> is the severity that it had until now;
    /// null when it did not hold.
    /// </summary>
    public static Judgement? Of(WarningRule rule, IReadOnlyDictionary<string, Reading> readings, Severity? held)
    {
        var reading = readings[rule.Indicator];
        if ((rule.Measure == Measure.Value ? reading.Now?.Value : reading.Rise) is not { } value)
            return null;
        if (held is null && !rule.Requires.All(r => readings[r.Indicator].Now?.Value >= r.AtLeast))
            return null;
        var level = rule.Levels.LastOrDefault(l => Holds(l, value, held));
        return level is null ? null : new(rule, level, value);
    }

    /// <summary>A level that was reached holds until the value falls below where it clears.</summary>
    private static bool Holds(RuleLevel level, decimal value, Severity? held) =>
        value >= level.RaiseAt || (held >= level.Severity && value >= level.ClearBelow);
}
