using System.Collections.Frozen;
using Risk.Intake.Values;

namespace Risk.Intake.Mappings.Expressions;

/// <summary>The functions of expressions, each with how many arguments it takes.</summary>
internal static class Functions
{
    private const int ArgumentsMax = 50;

    private static readonly FrozenDictionary<string,
        (int Min, int Max, Func<List<Expression>, Scope, Expression> Make)> All =
        new Dictionary<string, (int, int, Func<List<Expression>, Scope, Expression>)>(StringComparer.OrdinalIgnoreCase)
        {
            ["concat"] = (1, ArgumentsMax, (a, _) => Concat(a)),
            ["trim"] = (1, 1, (a, _) => OnText("trim", a, t => t.Trim())),
            ["squeeze"] = (1, 1, (a, _) => OnText("squeeze", a, Squeeze)),
            ["upper"] = (1, 1, (a, _) => OnText("upper", a, t => t.ToUpperInvariant())),
            ["lower"] = (1, 1, (a, _) => OnText("lower", a, t => t.ToLowerInvariant())),
            ["replace"] = (3, 3, (a, _) => Replace(a)),
            ["left"] = (2, 2, (a, _) => Cut("left", a, (t, n, _) => t[..Math.Clamp(n, 0, t.Length)])),
            ["right"] = (2, 2, (a, _) => Cut("right", a, (t, n, _) => t[^Math.Clamp(n, 0, t.Length)..])),
            ["middle"] = (3, 3, (a, _) => Cut("middle", a, Middle)),
            ["without_prefix"] = (2, 2, (a, _) => Without("without_prefix", a,
                (t, part) => part.Length > 0 && t.StartsWith(part, StringComparison.Ordinal) ? t[part.Length..] : t)),
            ["without_suffix"] = (2, 2, (a, _) => Without("without_suffix", a,
                (t, part) => part.Length > 0 && t.EndsWith(part, StringComparison.Ordinal) ? t[..^part.Length] : t)),
            ["coalesce"] = (1, ArgumentsMax, (a, _) => Coalesce(a)),
            ["lookup"] = (2, 3, Lookup),
            ["number"] = (1, 1, (a, _) => ReadNumber(a)),
            ["date"] = (1, 1, (a, _) => ReadDate(a)),
            ["text"] = (1, 1, (a, _) => new(ValueKind.Text, row => Value.Of(a[0].Of(row).AsText()))),
            ["abs"] = (1, 1, (a, _) => OnNumber("abs", a, Math.Abs)),
            ["negate"] = (1, 1, (a, _) => OnNumber("negate", a, n => -n)),
            ["round"] = (2, 2, (a, _) => Round(a)),
            ["min"] = (1, ArgumentsMax, (a, _) => Extreme("min", a, c => c < 0)),
            ["max"] = (1, ArgumentsMax, (a, _) => Extreme("max", a, c => c > 0)),
            ["end_of_month"] = (1, 1, (a, _) => EndOfMonth(a)),
            ["days"] = (2, 2, (a, _) => Operators.Add(
                Operators.Wanted(a[0], ValueKind.Date, "days"), -1, Operators.Wanted(a[1], ValueKind.Date, "days"))),
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static Expression Call(string name, List<Expression> arguments, Scope scope)
    {
        if (!All.TryGetValue(name, out var function))
            throw new ExpressionException(new($"there is no function '{name}'", $"没有名为“{name}”的函数"));
        if (arguments.Count < function.Min || arguments.Count > function.Max)
        {
            throw new ExpressionException(new(
                $"'{name}' takes {function.Min} to {function.Max} arguments and is given {arguments.Count}",
                $"“{name}”需要 {function.Min} 至 {function.Max} 个参数，得到 {arguments.Count} 个"));
        }
        return function.Make(arguments, scope);
    }

    private static Expression Concat(List<Expression> parts) => new(ValueKind.Text, row =>
        Value.Of(string.Concat(parts.Select(p => p.Of(row).AsText()))));

    private static Expression OnText(string name, List<Expression> a, Func<string, string> apply)
    {
        var text = Operators.Wanted(a[0], ValueKind.Text, name);
        return new(ValueKind.Text, row => text.Of(row) is { IsNull: false } v ? Value.Of(apply(v.Text)) : Value.Null);
    }

    private static Expression OnNumber(string name, List<Expression> a, Func<decimal, decimal> apply)
    {
        var number = Operators.Wanted(a[0], ValueKind.Number, name);
        return new(ValueKind.Number, row =>
            number.Of(row) is { IsNull: false } v ? Value.Of(apply(v.Number)) : Value.Null);
    }

    private static Expression Replace(List<Expression> a)
    {
        var (text, from, to) = (Operators.Wanted(a[0], ValueKind.Text, "replace"),
            Operators.Wanted(a[1], ValueKind.Text, "replace"), Operators.Wanted(a[2], ValueKind.Text, "replace"));
        return new(ValueKind.Text, row =>
            text.Of(row) is { IsNull: false } t && from.Of(row) is { IsNull: false, Text.Length: > 0 } f
                ? Value.Of(t.Text.Replace(f.Text, to.Of(row).AsText() ?? "", StringComparison.Ordinal))
                : text.Of(row));
    }

    private static Expression Without(string name, List<Expression> a, Func<string, string, string> apply)
    {
        var (text, part) = (Operators.Wanted(a[0], ValueKind.Text, name), Operators.Wanted(a[1], ValueKind.Text, name));
        return new(ValueKind.Text, row => text.Of(row) is { IsNull: false } t
            ? Value.Of(apply(t.Text, part.Of(row).AsText() ?? ""))
            : Value.Null);
    }

    private static Expression Cut(string name, List<Expression> a, Func<string, int, int, string> apply)
    {
        var text = Operators.Wanted(a[0], ValueKind.Text, name);
        var numbers = a.Skip(1).Select(n => Operators.Wanted(n, ValueKind.Number, name)).ToArray();
        return new(ValueKind.Text, row => text.Of(row) is { IsNull: false } t
            ? Value.Of(apply(t.Text, Whole(numbers[0].Of(row)), numbers.Length > 1 ? Whole(numbers[1].Of(row)) : 0))
            : Value.Null);
    }

    private static Expression Coalesce(List<Expression> a) => new(Operators.CommonKind(a, "coalesce"), row =>
    {
        foreach (var expression in a)
        {
            if (expression.Of(row) is { IsNull: false } value)
                return value;
        }
        return Value.Null;
    });

    private static Expression Lookup(List<Expression> a, Scope scope)
    {
        if (a[1].Constant is not { } name || !scope.Tables.TryGetValue(name, out var table))
            throw new ExpressionException(new("'lookup' needs the name of a table", "“lookup”需要对照表的名称"));
        var other = a.Count > 2 ? Operators.Wanted(a[2], ValueKind.Text, "lookup") : Expression.Null;
        return new(ValueKind.Text, row =>
            a[0].Of(row).AsText() is { } key && table.TryGetValue(key, out var found)
                ? Value.Of(found)
                : other.Of(row));
    }

    private static Expression ReadNumber(List<Expression> a) => new(ValueKind.Number, row =>
        a[0].Of(row) is { Kind: ValueKind.Text } text ? row.Formats.ReadNumber(text.Text, row) : a[0].Of(row));

    private static Expression ReadDate(List<Expression> a) => new(ValueKind.Date, row =>
        a[0].Of(row) is { Kind: ValueKind.Text } text ? row.Formats.ReadDate(text.Text, row) : a[0].Of(row));

    private static Expression Round(List<Expression> a)
    {
        var (number, digits) = (Operators.Wanted(a[0], ValueKind.Number, "round"),
            Operators.Wanted(a[1], ValueKind.Number, "round"));
        return new(ValueKind.Number, row => number.Of(row) is { IsNull: false } n
            ? Value.Of(decimal.Round(n.Number, Math.Clamp(Whole(digits.Of(row)), 0, 28), MidpointRounding.AwayFromZero))
            : Value.Null);
    }

    private static Expression Extreme(string name, List<Expression> a, Func<int, bool> isBetter)
    {
        var kind = Operators.CommonKind(a, name);
        return new(kind, row =>
        {
            var best = Value.Null;
            foreach (var expression in a)
            {
                var value = expression.Of(row);
                if (best.IsNull || (Value.Compare(value, best) is { } c && isBetter(c)))
                    best = value;
            }
            return best;
        });
    }

    private static Expression EndOfMonth(List<Expression> a)
    {
        var date = Operators.Wanted(a[0], ValueKind.Date, "end_of_month");
        return new(ValueKind.Date, row =>
            date.Of(row) is { IsNull: false } v ? Value.Of(Dates.EndOfMonth(v.Day)) : Value.Null);
    }

    private static string Middle(string text, int from, int count)
    {
        var start = Math.Clamp(from - 1, 0, text.Length);
        return text.Substring(start, Math.Clamp(count, 0, text.Length - start));
    }

    private static string Squeeze(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static int Whole(in Value value) => value.IsNull ? 0 : (int)Math.Clamp(value.Number, -100_000, 100_000);
}
