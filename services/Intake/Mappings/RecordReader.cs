using Risk.Intake.Mappings.Expressions;
using YamlDotNet.RepresentationModel;

namespace Risk.Intake.Mappings;

/// <summary>Reads how a row becomes one record: which fields it gives, and that they are of the right kind.</summary>
internal sealed class RecordReader(YamlSection section, Scope scope)
{
    private const int LinksMax = 20;

    public RecordMapping Read(IReadOnlyList<MappedField> fields, string of)
    {
        var extra = of == "customers" ? (string[])["when", "when_known"] : ["when"];
        section.AllowOnly([.. fields.Select(f => f.Name), .. extra]);
        var read = new Dictionary<string, Expression>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            var node = section.Node(field.Name);
            if (node is null && field.IsRequired)
                section.Fault("", new($"'{field.Name}' is required", $"缺少“{field.Name}”"));
            if (node is not null and not YamlSequenceNode && Field(field, node) is { } expression)
                read[field.Name] = expression;
        }
        return new()
        {
            When = section.Node("when") is { } when ? Truth(when) : null,
            WhenKnown = ReadWhenKnown(),
            Fields = read,
            Links = Links(),
        };
    }

    private Expression? Field(MappedField field, YamlNode node)
    {
        // A bare name of the choices is meant as such unless the file has a column of that name.
        if (field.Choices is { } choices && YamlSection.TextOf(node) is { } word
            && choices.TryRead(word, out _) && !scope.Knows(word))
        {
            return Expression.Always(Value.Of(word));
        }
        if (section.Expression(node, scope) is not { } expression)
            return null;
        var fits = field.Type switch
        {
            FieldType.Number => expression.Fits(ValueKind.Number),
            FieldType.Date => expression.Fits(ValueKind.Date),
            FieldType.Truth => expression.Fits(ValueKind.Truth) || expression.Kind == ValueKind.Text,
            FieldType.Choice => expression.Fits(ValueKind.Text),
            _ => expression.Kind != ValueKind.Truth,
        };
        if (fits)
            return expression;
        var (wanted, given) = (field.Type.ToString().ToLowerInvariant(), expression.Kind.ToString().ToLowerInvariant());
        section.Fault(node, new($"'{field.Name}' needs a {wanted} and is given a {given}",
            $"“{field.Name}”需要{NameZh(field.Type)}，得到的是{Operators.NameZh(expression.Kind)}"));
        return null;
    }

    private static string NameZh(FieldType type) => type switch
    {
        FieldType.Number => "数字",
        FieldType.Date => "日期",
        FieldType.Truth => "是非值",
        _ => "文本",
    };

    private Expression? Truth(YamlNode node)
    {
        var expression = section.Expression(node, scope);
        if (expression is null || expression.Fits(ValueKind.Truth))
            return expression;
        section.Fault(node, new("'when' needs a condition", "“when”需要条件表达式"));
        return null;
    }

    private WhenKnown ReadWhenKnown()
    {
        if (section.Node("when_known") is not { } node)
            return WhenKnown.Compare;
        switch (YamlSection.TextOf(node))
        {
            case "compare":
                return WhenKnown.Compare;
            case "keep":
                return WhenKnown.Keep;
            case "update":
                return WhenKnown.Update;
            default:
                section.Fault(node, new("'when_known' is compare, keep or update",
                    "“when_known”须为 compare、keep 或 update"));
                return WhenKnown.Compare;
        }
    }

    private List<RecordMapping> Links()
    {
        if (section.Node("links") is not YamlSequenceNode list)
            return [];
        if (list.Children.Count > LinksMax)
            section.Fault(list, new($"more than {LinksMax} links", $"超过 {LinksMax} 个关联"));
        return [.. section.Sequence("links").Select(link =>
            new RecordReader(section.Sub(link), scope).Read(MappedFields.OfLinks, "links"))];
    }
}
