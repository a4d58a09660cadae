using Risk.Intake.Values;

namespace Risk.Intake.Mappings.Expressions;

/// <summary>What a value or an expression is. Null stands for "unknown", which every type has.</summary>
internal enum ValueKind : byte
{
    Null,
    Text,
    Number,
    Date,
    Truth,

    /// <summary>What a spreadsheet shows where it could not work out a cell, such as #N/A.</summary>
    Error,
}

/// <summary>One value of a row.</summary>
internal readonly struct Value
{
    private readonly string? text;
    private readonly decimal number;
    private readonly DateOnly day;

    private Value(ValueKind kind, string? text, decimal number, DateOnly day) =>
        (Kind, this.text, this.number, this.day) = (kind, text, number, day);

    public static Value Null => default;

    public ValueKind Kind { get; }

    public bool IsNull => Kind == ValueKind.Null;

    public string Text => text!;

    public decimal Number => number;

    public DateOnly Day => day;

    public bool IsTrue => Kind == ValueKind.Truth && number != 0;

    public static Value Of(string? text) =>
        text is null ? Null : new(ValueKind.Text, text, 0, default);

    public static Value Error(string text) => new(ValueKind.Error, text, 0, default);

    public static Value Of(decimal number) => new(ValueKind.Number, null, number, default);

    public static Value Of(DateOnly day) => new(ValueKind.Date, null, 0, day);

    public static Value Of(bool truth) => new(ValueKind.Truth, null, truth ? 1 : 0, default);

    /// <summary>The value as a text; numbers in their shortest notation, dates as YYYY-MM-DD.</summary>
    public string? AsText() => Kind switch
    {
        ValueKind.Text or ValueKind.Error => text,
        ValueKind.Number => Decimals.Write(number),
        ValueKind.Date => Dates.Write(day),
        ValueKind.Truth => IsTrue ? "true" : "false",
        _ => null,
    };

    /// <summary>Below, equal or above; null when one is unknown or they are of different kinds.</summary>
    public static int? Compare(in Value a, in Value b)
    {
        if (a.Kind != b.Kind || a.IsNull)
            return null;
        return a.Kind switch
        {
            ValueKind.Text => string.CompareOrdinal(a.text, b.text),
            ValueKind.Date => a.day.CompareTo(b.day),
            _ => a.number.CompareTo(b.number),
        };
    }

    public override string ToString() => AsText() ?? "null";
}
