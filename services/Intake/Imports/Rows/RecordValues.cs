using Risk.Intake.Mappings;
using Risk.Intake.Mappings.Expressions;
using Risk.Intake.Values;

namespace Risk.Intake.Imports.Rows;

/// <summary>The values that a row gives to the fields of one record.</summary>
internal readonly struct RecordValues(RecordMapping record, RowValues row)
{
    public bool IsPresent => record.When is null || record.When.Of(row).IsTrue;

    public string Text(string field) => OptionalText(field) ?? "";

    public string? OptionalText(string field) => Of(field).AsText();

    public decimal? Number(string field) => Of(field) is { Kind: ValueKind.Number } number ? number.Number : null;

    public DateOnly? Day(string field) => Of(field) is { Kind: ValueKind.Date } day ? day.Day : null;

    public bool? Truth(string field)
    {
        var value = Of(field);
        if (value.Kind != ValueKind.Text)
            return value.Kind == ValueKind.Truth ? value.IsTrue : null;
        if (FileFormats.ReadTruth(value.Text) is { } truth)
            return truth;
        row.Fail("NOT_YES_OR_NO", new("is neither true nor false", "既不是 true 也不是 false"), value.Text);
        return null;
    }

    /// <summary>A number without fraction; null when there is none.</summary>
    public int? Whole(string field)
    {
        if (Number(field) is not { } number)
            return null;
        if (decimal.IsInteger(number) && Math.Abs(number) <= int.MaxValue)
            return (int)number;
        row.Fail("NOT_A_WHOLE_NUMBER", new("is not a whole number", "不是整数"), Decimals.Write(number));
        return null;
    }

    /// <summary>The number of a name among the choices; 0 when none is given.</summary>
    public int Choice(string field, ContractEnum choices)
    {
        if (OptionalText(field) is not { Length: > 0 } name)
            return 0;
        if (choices.TryRead(name, out var number))
            return number;
        row.Fail("UNKNOWN_CHOICE", new(
            $"is none of {string.Join(", ", choices.Names)}", $"不在可选范围内：{string.Join("、", choices.Names)}"), name);
        return 0;
    }

    private Value Of(string field)
    {
        row.Field = field;
        return record.Fields.TryGetValue(field, out var expression) ? expression.Of(row) : Value.Null;
    }
}
