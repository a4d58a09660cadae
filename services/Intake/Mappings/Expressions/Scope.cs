namespace Risk.Intake.Mappings.Expressions;

/// <summary>The names that an expression may use, each with its place in the row and its kind.</summary>
internal sealed class Scope
{
    private readonly Dictionary<string, (int Slot, ValueKind Kind)> names = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, Dictionary<string, string>> Tables { get; } = new(StringComparer.OrdinalIgnoreCase);

    public bool TryAdd(string name, ValueKind kind) => names.TryAdd(name, (names.Count, kind));

    public bool Knows(string name) => names.ContainsKey(name);

    public Expression? Find(string name) => names.TryGetValue(name, out var found)
        ? new Expression(found.Kind, row => row.Slots[found.Slot])
        : null;
}
