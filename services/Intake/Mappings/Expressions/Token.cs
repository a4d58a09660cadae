namespace Risk.Intake.Mappings.Expressions;

internal enum TokenKind
{
    End,
    Name,
    Bracketed,
    Text,
    Number,
    Days,
    Symbol,
}

/// <summary>A word, text, number or sign of an expression.</summary>
internal readonly record struct Token(TokenKind Kind, string Text)
{
    public bool Is(string word) =>
        Kind is TokenKind.Name or TokenKind.Symbol && Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Cuts an expression into tokens.</summary>
internal static class Tokens
{
    private const int LengthMax = 2000;
    private static readonly string[] Symbols = ["<>", "<=", ">=", "=", "<", ">", "+", "-", "*", "/", "(", ")", ","];

    public static List<Token> Of(string source)
    {
        if (source.Length > LengthMax)
            throw new ExpressionException(new($"is longer than {LengthMax} characters", $"超过 {LengthMax} 个字符"));
        var tokens = new List<Token>();
        var at = 0;
        while (true)
        {
            while (at < source.Length && char.IsWhiteSpace(source[at]))
                at++;
            if (at == source.Length)
            {
                tokens.Add(new(TokenKind.End, ""));
                return tokens;
            }
            tokens.Add(Next(source, ref at));
        }
    }

    private static Token Next(string source, ref int at)
    {
        var c = source[at];
        if (c is '"' or '\'')
            return new(TokenKind.Text, Until(source, c, ref at));
        if (c == '[')
            return new(TokenKind.Bracketed, Until(source, ']', ref at).Trim());
        if (char.IsAsciiDigit(c))
            return Number(source, ref at);
        if (char.IsLetter(c) || c == '_')
        {
            var start = at;
            while (at < source.Length && (char.IsLetterOrDigit(source[at]) || source[at] is '_' or '.'))
                at++;
            return new(TokenKind.Name, source[start..at]);
        }
        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(source, at, symbol, 0, symbol.Length) != 0)
                continue;
            at += symbol.Length;
            return new(TokenKind.Symbol, symbol);
        }
        throw new ExpressionException(new($"holds '{c}', which means nothing here", $"含有无法识别的字符“{c}”"));
    }

    private static string Until(string source, char closing, ref int at)
    {
        var end = source.IndexOf(closing, at + 1);
        if (end < 0)
        {
            throw new ExpressionException(new(
                $"opens {source[at]} and does not close it", $"“{source[at]}”未闭合"));
        }
        var text = source[(at + 1)..end];
        at = end + 1;
        return text;
    }

    private static Token Number(string source, ref int at)
    {
        var start = at;
        while (at < source.Length && (char.IsAsciiDigit(source[at]) || source[at] == '.'))
            at++;
        var text = source[start..at];
        if (at < source.Length && source[at] == 'd'
            && (at + 1 == source.Length || !char.IsLetterOrDigit(source[at + 1])))
        {
            at++;
            return new(TokenKind.Days, text);
        }
        return new(TokenKind.Number, text);
    }
}
