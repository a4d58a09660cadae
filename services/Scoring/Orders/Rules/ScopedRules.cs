namespace Risk.Scoring.Orders;

/// <summary>
/// Rules for a customer, its group or its segment in place of the grade's. The narrower scope wins; within a scope a
/// rule that makes the check wins over one that excludes it.
/// </summary>
internal sealed class ScopedRules
{
    private readonly Dictionary<(V1.OrderCheck Check, Scope Scope), Thresholds?> byScope = [];

    public ScopedRules(IEnumerable<V1.ScopedRule> rules)
    {
        foreach (var rule in rules)
        {
            var key = (rule.Check, Scope.Of(rule));
            if (!rule.Exclude)
                byScope[key] = Thresholds.Of(rule.Thresholds ?? new());
            else
                byScope.TryAdd(key, null);
        }
    }

    /// <summary>Thresholds of the narrowest rule, null when that excludes the check; else those of the grade.</summary>
    public Thresholds? Of(V1.OrderCheck check, CustomerStanding customer, Thresholds ofGrade) =>
        byScope.Count > 0 && TryFind(check, customer, out var found)
            ? found is null ? null : found with { CoverShareMin = found.CoverShareMin ?? ofGrade.CoverShareMin }
            : ofGrade;

    /// <summary>The narrowest first.</summary>
    private bool TryFind(V1.OrderCheck check, CustomerStanding customer, out Thresholds? found) =>
        byScope.TryGetValue((check, Scope.Customer(customer.Account.CustomerId)), out found)
        || (customer.GroupId is { } group && byScope.TryGetValue((check, Scope.Group(group)), out found))
        || (customer.Segment.Length > 0 && byScope.TryGetValue((check, Scope.Segment(customer.Segment)), out found))
        || byScope.TryGetValue((check, Scope.All), out found);

    private enum Kind { All, Segment, Group, Customer }

    private readonly record struct Scope(Kind Kind, Guid Id, string Name)
    {
        public static Scope All { get; } = new(Kind.All, default, "");

        public static Scope Customer(Guid id) => new(Kind.Customer, id, "");

        public static Scope Group(Guid id) => new(Kind.Group, id, "");

        public static Scope Segment(string name) => new(Kind.Segment, default, name);

        public static Scope Of(V1.ScopedRule rule) =>
            rule.CustomerId.Length > 0 ? Customer(Guid.Parse(rule.CustomerId))
            : rule.GroupId.Length > 0 ? Group(Guid.Parse(rule.GroupId))
            : rule.Segment.Length > 0 ? Segment(rule.Segment)
            : All;
    }
}
