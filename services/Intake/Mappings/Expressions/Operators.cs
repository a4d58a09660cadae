using Risk.Intake.Values;

namespace Risk.Intake.Mappings.Expressions;

/// <summary>The operators of expressions. What is unknown on either side makes the result unknown, or false.</summary>
internal static class Operators
{
    public static Expression Wanted(Expression expression, ValueKind kind, string by) => expression.Fits(kind)
        ? expression
        : throw new ExpressionException(new(
            $"'{by}' needs a {Name(kind)} and is given a {Name(expression.Kind)}",
            $"“{by}”需要{NameZh(kind)}，得到的是{NameZh(expression.Kind)}"));

    public static ValueKind CommonKind(IReadOnlyList<Expression> all, string by)
    {
        var kinds = all.Select(e => e.Kind).Where(k => k != ValueKind.Null).Distinct().ToArray();
        return kinds.Length switch
        {
            0 => ValueKind.Null,
            1 => kinds[0],
            _ => throw new ExpressionException(new(
                $"'{by}' mixes a {Name(kinds[0])} with a {Name(kinds[1])}",
                $"“{by}”混用了{NameZh(kinds[0])}和{NameZh(kinds[1])}")),
        };
    }

    public static Expression Or(Expression a, Expression b)
    {
        (a, b) = (Wanted(a, ValueKind.Truth, "or"), Wanted(b, ValueKind.Truth, "or"));
        return new(ValueKind.Truth, row => Value.Of(a.Of(row).IsTrue || b.Of(row).IsTrue));
    }

    public static Expression And(Expression a, Expression b)
    {
        (a, b) = (Wanted(a, ValueKind.Truth, "and"), Wanted(b, ValueKind.Truth, "and"));
        return new(ValueKind.Truth, row => Value.Of(a.Of(row).IsTrue && b.Of(row).IsTrue));
    }

    public static Expression Compare(Expression a, string symbol, Expression b)
    {
        CommonKind([a, b], symbol);
        Func<int, bool> holds = symbol switch
        {
            "=" => c => c == 0,
            "<>" => c => c != 0,
            "<" => c => c < 0,
            "<=" => c => c <= 0,
            ">" => c => c > 0,
            _ => c => c >= 0,
        };
        return new(ValueKind.Truth, row => Value.Of(Value.Compare(a.Of(row), b.Of(row)) is { } c && holds(c)));
    }

    public static Expression TestText(Expression a, Expression b, string by, Func<string, string, bool> holds)
    {
        (a, b) = (Wanted(a, ValueKind.Text, by), Wanted(b, ValueKind.Text, by));
        return new(ValueKind.Truth, row =>
            Value.Of(a.Of(row) is { IsNull: false } text && b.Of(row) is { IsNull: false } part
                && holds(text.Text, part.Text)));
    }

    public static Expression In(Expression a, List<Expression> among)
    {
        CommonKind([a, .. among], "in");
        return new(ValueKind.Truth, row =>
        {
            var value = a.Of(row);
            return Value.Of(among.Exists(e => Value.Compare(value, e.Of(row)) == 0));
        });
    }

    public static Expression AddDays(Expression date, int days)
    {
        date = Wanted(date, ValueKind.Date, days >= 0 ? "+ days" : "- days");
        return new(ValueKind.Date, row => date.Of(row) is { IsNull: false } v ? Shift(row, v.Day, days) : Value.Null);
    }

    public static Expression Add(Expression a, int sign, Expression b)
    {
        var by = sign > 0 ? "+" : "-";
        if (a.Kind == ValueKind.Date && b.Kind == ValueKind.Date && sign < 0)
        {
            return new(ValueKind.Number, row => a.Of(row) is { IsNull: false } x && b.Of(row) is { IsNull: false } y
                ? Value.Of((decimal)(x.Day.DayNumber - y.Day.DayNumber))
                : Value.Null);
        }
        if (a.Kind == ValueKind.Date)
        {
            b = Wanted(b, ValueKind.Number, by);
            return new(ValueKind.Date, row => a.Of(row) is { IsNull: false } x && b.Of(row) is { IsNull: false } y
                ? Shift(row, x.Day, sign * y.Number)
                : Value.Null);
        }
        (a, b) = (Wanted(a, ValueKind.Number, by), Wanted(b, ValueKind.Number, by));
        return Arithmetic(a, b, (x, y) => x + sign * y);
    }

    public static Expression Multiply(Expression a, bool divides, Expression b)
    {
        var by = divides ? "/" : "*";
        (a, b) = (Wanted(a, ValueKind.Number, by), Wanted(b, ValueKind.Number, by));
        return Arithmetic(a, b, divides ? (x, y) => x / y : (x, y) => x * y);
    }

    private static Expression Arithmetic(Expression a, Expression b, Func<decimal, decimal, decimal> apply) =>
        new(ValueKind.Number, row =>
        {
            if (a.Of(row) is not { IsNull: false } x || b.Of(row) is not { IsNull: false } y)
                return Value.Null;
            try
            {
                return Value.Of(apply(x.Number, y.Number));
            }
            catch (ArithmeticException)
            {
                return row.Fail("CANNOT_BE_CALCULATED", new(
                    "divides by zero or is too large", "除数为零或数值过大"), $"{x}, {y}");
            }
        });

    private static Value Shift(RowValues row, DateOnly day, decimal days) =>
        Math.Abs(days) <= 100_000 && decimal.IsInteger(days) && Dates.After(day, (long)days) is { } shifted
            ? Value.Of(shifted)
            : row.Fail("CANNOT_BE_CALCULATED", new("the calendar has no such day", "日历中没有这一天"),
                $"{Dates.Write(day)}, {Decimals.Write(days)}");

    private static string Name(ValueKind kind) => kind.ToString().ToLowerInvariant();

    public static string NameZh(ValueKind kind) => kind switch
    {
        ValueKind.Text => "文本",
        ValueKind.Number => "数字",
        ValueKind.Date => "日期",
        ValueKind.Truth => "是非值",
        _ => "空值",
    };
}
