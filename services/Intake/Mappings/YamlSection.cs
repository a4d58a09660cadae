using Risk.Intake.Mappings.Expressions;
using Risk.ServiceDefaults.Requests;
using YamlDotNet.RepresentationModel;

namespace Risk.Intake.Mappings;

/// <summary>
/// A block of keys in a mapping's text; what is wrong is noted with its line and read as if left out.
/// </summary>
internal sealed class YamlSection
{
    private readonly List<MappingFault> faults;
    private readonly YamlNode node;

    public YamlSection(YamlNode node, List<MappingFault> faults)
    {
        (this.node, this.faults) = (node, faults);
        if (node is not YamlMappingNode)
            Fault(node, new("must be keys with values", "须为键值对"));
    }

    /// <summary>The keys and their values, in the order of the text.</summary>
    public IEnumerable<KeyValuePair<string, YamlNode>> Entries => node is YamlMappingNode block
        ? block.Children.Select(c => KeyValuePair.Create(TextOf(c.Key) ?? "", c.Value))
        : [];

    public static string? TextOf(YamlNode node) => (node as YamlScalarNode)?.Value;

    public YamlNode? Node(string key) => node is YamlMappingNode block
        && block.Children.TryGetValue(new YamlScalarNode(key), out var found) ? found : null;

    public string? Text(string key) => Node(key) is { } found ? TextOf(found) : null;

    /// <summary>The block under a key; an empty one when it is left out.</summary>
    public YamlSection Section(string key) => new(Node(key) ?? new YamlMappingNode(), faults);

    public YamlSection Sub(YamlNode part) => new(part, faults);

    public IReadOnlyList<YamlNode> Sequence(string key)
    {
        switch (Node(key))
        {
            case null:
                return [];
            case YamlSequenceNode list:
                return [.. list.Children];
            case var other:
                Fault(other, new($"'{key}' must be a list", $"“{key}”须为列表"));
                return [];
        }
    }

    public void AllowOnly(IEnumerable<string> keys)
    {
        foreach (var (key, value) in Entries)
        {
            if (!keys.Contains(key, StringComparer.Ordinal))
                Fault(value, new($"'{key}' means nothing here", $"此处不能使用“{key}”"));
        }
    }

    public Expression? Expression(YamlNode value, Scope scope)
    {
        if (TextOf(value) is not { Length: > 0 } source)
        {
            Fault(value, new("must be an expression", "须为表达式"));
            return null;
        }
        try
        {
            return ExpressionParser.Parse(source, scope);
        }
        catch (ExpressionException wrong)
        {
            Fault(value, new($"'{source}': {wrong.Text.En}", $"“{source}”：{wrong.Text.Zh}"));
            return null;
        }
    }

    public void Fault(string key, Text text) => Fault(Node(key) ?? node, text);

    public void Fault(YamlNode at, Text text) => faults.Add(new(Math.Max(1, at.Start.Line), text));
}
