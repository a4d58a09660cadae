using Risk.Testing;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Risk.EndToEnd.Tests.Compose;

/// <summary>docker-compose.yml as its readers see it, anchors and merges resolved.</summary>
internal static class ComposeFile
{
    private static readonly YamlNodes Root = Read();

    public static IReadOnlyDictionary<string, YamlNodes> Services { get; } = Root.At("services").Members;

    public static IReadOnlyDictionary<string, YamlNodes> Secrets { get; } = Root.At("secrets").Members;

    private static YamlNodes Read()
    {
        using var text = File.OpenText(Path.Combine(Repository.Root, "docker-compose.yml"));
        return new(new DeserializerBuilder().Build().Deserialize<object>(new MergingParser(new Parser(text))));
    }
}

/// <summary>A node of a YAML document: a text, a list or named members; what is absent is empty.</summary>
internal sealed class YamlNodes(object? node)
{
    public string Text => node as string ?? "";

    public IReadOnlyList<YamlNodes> Items =>
        node is IList<object> list ? [.. list.Select(item => new YamlNodes(item))] : [];

    public IReadOnlyDictionary<string, YamlNodes> Members => node is IDictionary<object, object> members
        ? members.ToDictionary(m => (string)m.Key, m => new YamlNodes(m.Value), StringComparer.Ordinal)
        : new Dictionary<string, YamlNodes>(StringComparer.Ordinal);

    public bool IsAbsent => node is null;

    public YamlNodes At(string name) => Members.GetValueOrDefault(name) ?? new(null);
}
