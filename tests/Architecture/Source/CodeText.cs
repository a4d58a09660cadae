namespace Risk.Architecture.Tests.Source;

/// <summary>Blanks what is not code, keeping every offset and line.</summary>
internal static class CodeText
{
    public static string WithoutStringsAndComments(string text)
    {
        var code = text.ToCharArray();
        var at = 0;
        while (at < text.Length)
        {
            var end = EndOfBlank(text, at);
            for (var i = at; i < end; i++)
            {
                if (code[i] != '\n')
                    code[i] = ' ';
            }
            at = Math.Max(end, at + 1);
        }
        return new string(code);
    }

    /// <summary>Where the comment, string or character that begins here ends; the same offset when none does.</summary>
    private static int EndOfBlank(string text, int at)
    {
        var rest = text.AsSpan(at);
        if (rest.StartsWith("//"))
            return After(text, "\n", at) - 1;
        if (rest.StartsWith("/*"))
            return After(text, "*/", at + 2);
        if (rest[0] == '\'')
            return EndOfQuoted(text, at + 1, '\'', verbatim: false);
        var prefix = 0;
        while (prefix < rest.Length && rest[prefix] is '$' or '@')
            prefix++;
        return prefix < rest.Length && rest[prefix] == '"' ? EndOfString(text, at, prefix) : at;
    }

    private static int EndOfString(string text, int at, int prefix)
    {
        var quotes = 0;
        while (at + prefix + quotes < text.Length && text[at + prefix + quotes] == '"')
            quotes++;
        if (quotes >= 3)
            return After(text, new string('"', quotes), at + prefix + quotes);
        var flags = text.AsSpan(at, prefix);
        var verbatim = flags.Contains('@');
        return flags.Contains('$')
            ? EndOfInterpolated(text, at + prefix + 1, verbatim)
            : EndOfQuoted(text, at + prefix + 1, '"', verbatim);
    }

    private static int EndOfQuoted(string text, int at, char quote, bool verbatim)
    {
        while (at < text.Length && (verbatim || text[at] != '\n'))
        {
            if (text[at] == '\\' && !verbatim)
                at++;
            else if (text[at] == quote && verbatim && at + 1 < text.Length && text[at + 1] == quote)
                at++;
            else if (text[at] == quote)
                return at + 1;
            at++;
        }
        return Math.Min(at, text.Length);
    }

    private static int EndOfInterpolated(string text, int at, bool verbatim)
    {
        var depth = 0;
        while (at < text.Length)
        {
            if (depth > 0 && EndOfBlank(text, at) is var inner && inner > at)
            {
                at = inner;
                continue;
            }
            switch (text[at])
            {
                case '\\' when depth == 0 && !verbatim:
                    at++;
                    break;
                case '{' when depth == 0 && at + 1 < text.Length && text[at + 1] == '{':
                    at++;
                    break;
                case '{':
                    depth++;
                    break;
                case '}' when depth > 0:
                    depth--;
                    break;
                case '"' when depth == 0:
                    return at + 1;
            }
            at++;
        }
        return text.Length;
    }

    private static int After(string text, string end, int from)
    {
        var at = text.IndexOf(end, from, StringComparison.Ordinal);
        return at < 0 ? text.Length : at + end.Length;
    }
}
