namespace Risk.Scoring.Orders;

/// <summary>
/// Rules for a customer, its group or its segment in place of the grade's. The narrower scope wins; within a scope a
/// rule that makes the check wins over one that excludes it.
/// </summary>
internal sealed class ScopedRules
{
    private readonly Dictionary<(V1.OrderCheck Check, string Scope), Thresholds?> byScope = [];

    public ScopedRules(IEnumerable<V1.ScopedRule> rules)
    {
        foreach (var rule in rules)
        {
            var key = (rule.Check, ScopeOf(rule));
            if (!rule.Exclude)
                byScope[key] = Thresholds.Of(rule.Thresholds ?? new());
            else
                byScope.TryAdd(key, null);
        }
    }

    /// <summary>Thresholds of the narrowest rule, null when that excludes the check; else those of the grade.</summary>
    public Thresholds? Of(V1.OrderCheck check, CustomerStanding customer, Thresholds ofGrade)
    {
        if (byScope.Count == 0)
            return ofGrade;
        foreach (var scope in ScopesOf(customer))
        {
            if (byScope.TryGetValue((check, scope), out var found))
            {
                return found is null ? null
                    : found with { CoverShareMin = found.CoverShareMin ?? ofGrade.CoverShareMin };
            }
        }
        return ofGrade;
    }

    /// <summary>The narrowest first.</summary>
    private static IEnumerable<string> ScopesOf(CustomerStanding customer)
    {
        yield return $"customer {customer.Account.CustomerId}";
        if (customer.GroupId is { } group)
            yield return $"group {group}";
        if (customer.Segment.Length > 0)
            yield return $"segment {customer.Segment}";
        yield return "all";
    }

    private static string ScopeOf(V1.ScopedRule rule) =>
        rule.CustomerId.Length > 0 ? $"customer {Guid.Parse(rule.CustomerId)}"
        : rule.GroupId.Length > 0 ? $"group {Guid.Parse(rule.GroupId)}"
        : rule.Segment.Length > 0 ? $"segment {rule.Segment}"
        : "all";
}
