using Risk.ServiceDefaults.Requests;

namespace Risk.Intake.Mappings.Expressions;

/// <summary>A checked expression: the kind of its values, and how to work one out.</summary>
internal sealed record Expression(ValueKind Kind, Func<RowValues, Value> Of)
{
    public static readonly Expression Null = new(ValueKind.Null, _ => Value.Null);

    /// <summary>What a constant always gives; null for everything that depends on the row.</summary>
    public string? Constant { get; private init; }

    public static Expression Always(Value value) => new(value.Kind, _ => value) { Constant = value.AsText() };

    /// <summary>Whether its values may stand where the kind is wanted; null may stand anywhere.</summary>
    public bool Fits(ValueKind wanted) => Kind == wanted || Kind == ValueKind.Null;
}

/// <summary>An expression that is wrong in itself: found when the mapping is put, never while a file is read.</summary>
internal sealed class ExpressionException(Text text) : Exception(text.En)
{
    public Text Text { get; } = text;
}
