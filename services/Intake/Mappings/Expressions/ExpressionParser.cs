using Risk.Intake.Values;

namespace Risk.Intake.Mappings.Expressions;

/// <summary>Reads an expression and checks its names and kinds, so that nothing but data can be wrong later.</summary>
internal sealed class ExpressionParser
{
    private const int DepthMax = 50;

    private readonly List<Token> tokens;
    private readonly Scope scope;
    private int at;
    private int depth;

    private ExpressionParser(List<Token> tokens, Scope scope) => (this.tokens, this.scope) = (tokens, scope);

    public static Expression Parse(string source, Scope scope)
    {
        var parser = new ExpressionParser(Tokens.Of(source), scope);
        var expression = parser.Choice();
        if (parser.Current.Kind != TokenKind.End)
            throw parser.Unexpected();
        return expression;
    }

    private Token Current => tokens[at];

    private Expression Choice()
    {
        if (++depth > DepthMax)
            throw new ExpressionException(new("is nested too deeply", "嵌套过深"));
        var expression = Take("if") ? If() : Or();
        depth--;
        return expression;
    }

    private Expression If()
    {
        var condition = Operators.Wanted(Choice(), ValueKind.Truth, "if");
        Expect("then");
        var yes = Choice();
        Expect("else");
        var no = Choice();
        var kind = Operators.CommonKind([yes, no], "if");
        return new(kind, row => condition.Of(row).IsTrue ? yes.Of(row) : no.Of(row));
    }

    private Expression Or()
    {
        var left = And();
        while (Take("or"))
            left = Operators.Or(left, And());
        return left;
    }

    private Expression And()
    {
        var left = Not();
        while (Take("and"))
            left = Operators.And(left, Not());
        return left;
    }

    private Expression Not()
    {
        if (!Take("not"))
            return Comparison();
        var inner = Operators.Wanted(Not(), ValueKind.Truth, "not");
        return new(ValueKind.Truth, row => Value.Of(!inner.Of(row).IsTrue));
    }

    private Expression Comparison()
    {
        var left = Sum();
        foreach (var symbol in (string[])["=", "<>", "<=", ">=", "<", ">"])
        {
            if (Take(symbol))
                return Operators.Compare(left, symbol, Sum());
        }
        if (Take("starts"))
        {
            return Operators.TestText(left, Then("with", Sum), "starts with",
                (t, part) => t.StartsWith(part, StringComparison.Ordinal));
        }
        if (Take("ends"))
        {
            return Operators.TestText(left, Then("with", Sum), "ends with",
                (t, part) => t.EndsWith(part, StringComparison.Ordinal));
        }
        if (Take("contains"))
            return Operators.TestText(left, Sum(), "contains", (t, part) => t.Contains(part, StringComparison.Ordinal));
        if (Take("in"))
            return Operators.In(left, Arguments());
        if (!Take("is"))
            return left;
        var negated = Take("not");
        Expect("null");
        return new(ValueKind.Truth, row => Value.Of(left.Of(row).IsNull != negated));
    }

    private Expression Sum()
    {
        var left = Product();
        while (Current.Is("+") || Current.Is("-"))
        {
            var sign = Current.Is("+") ? 1 : -1;
            at++;
            left = Current.Kind == TokenKind.Days
                ? Operators.AddDays(left, sign * Days())
                : Operators.Add(left, sign, Product());
        }
        return left;
    }

    private Expression Product()
    {
        var left = Signed();
        while (Current.Is("*") || Current.Is("/"))
        {
            var divides = Current.Is("/");
            at++;
            left = Operators.Multiply(left, divides, Signed());
        }
        return left;
    }

    private Expression Signed()
    {
        if (!Take("-"))
            return Primary();
        var inner = Operators.Wanted(Primary(), ValueKind.Number, "-");
        return new(ValueKind.Number, row => inner.Of(row) is { IsNull: false } v ? Value.Of(-v.Number) : Value.Null);
    }

    private Expression Primary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Text:
                at++;
                return Expression.Always(Value.Of(token.Text));
            case TokenKind.Number:
                at++;
                return Decimals.TryRead(token.Text, out var number)
                    ? Expression.Always(Value.Of(number))
                    : throw new ExpressionException(new($"'{token.Text}' is not a number", $"“{token.Text}”不是数字"));
            case TokenKind.Bracketed:
                at++;
                return Named(token.Text);
            case TokenKind.Name:
                at++;
                return Word(token.Text);
        }
        if (!Take("("))
            throw Unexpected();
        var inner = Choice();
        Expect(")");
        return inner;
    }

    private Expression Word(string word)
    {
        if (Current.Is("("))
            return Functions.Call(word, Arguments(), scope);
        return word.ToLowerInvariant() switch
        {
            "true" => Expression.Always(Value.Of(true)),
            "false" => Expression.Always(Value.Of(false)),
            "null" => Expression.Null,
            _ => Named(word),
        };
    }

    private Expression Named(string name) => scope.Find(name) ?? (scope.Tables.ContainsKey(name)
        ? Expression.Always(Value.Of(name))
        : throw new ExpressionException(new(
            $"there is no column, derived value or table '{name}'", $"没有名为“{name}”的列、派生值或对照表")));

    private List<Expression> Arguments()
    {
        Expect("(");
        var arguments = new List<Expression>();
        while (!Take(")"))
        {
            if (arguments.Count > 0)
                Expect(",");
            arguments.Add(Choice());
        }
        return arguments;
    }

    private int Days()
    {
        var text = tokens[at++].Text;
        return int.TryParse(text, System.Globalization.NumberStyles.None, provider: null, out var days)
            && days <= 36_500
            ? days
            : throw new ExpressionException(new($"'{text}d' is not a number of days", $"“{text}d”不是有效的天数"));
    }

    private Expression Then(string word, Func<Expression> next)
    {
        Expect(word);
        return next();
    }

    private bool Take(string word)
    {
        if (!Current.Is(word))
            return false;
        at++;
        return true;
    }

    private void Expect(string word)
    {
        if (!Take(word))
            throw new ExpressionException(new($"'{word}' is missing before {Shown}", $"{ShownZh} 之前缺少“{word}”"));
    }

    private string Shown => Current.Kind == TokenKind.End ? "the end" : $"'{Current.Text}'";

    private string ShownZh => Current.Kind == TokenKind.End ? "表达式末尾" : $"“{Current.Text}”";

    private ExpressionException Unexpected() =>
        new(new($"{Shown} stands where a value or operator should", $"{ShownZh} 的位置应为值或运算符"));
}
