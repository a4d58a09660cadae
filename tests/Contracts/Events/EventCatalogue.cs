using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;

namespace Risk.Contracts.Tests.Events;

/// <summary>The events as people read of them, in Markdown; the same contract, the same text.</summary>
internal sealed class EventCatalogue
{
    private const int WidthMax = 110;

    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly StringBuilder text = new();
    private readonly SortedDictionary<string, DescriptorBase> types = new(StringComparer.Ordinal);

    public static string Write()
    {
        var catalogue = new EventCatalogue();
        catalogue.WriteOverview();
        foreach (var e in ContractEvent.All)
            catalogue.Write(e);
        catalogue.WriteTypes();
        return catalogue.text.ToString();
    }

    private void WriteOverview()
    {
        Line("| event | published by | when |");
        Line("|---|---|---|");
        foreach (var e in ContractEvent.All)
            Line($"| [`{e.Type}`](#{Anchor(e)}) | {e.Service} | {Cell(e.When)} |");
        Line("");
    }

    private void Write(ContractEvent e)
    {
        Line($"### {Heading(e)}");
        Line("");
        Line($"{e.When} Published by {e.Service} as `{e.Type}`. Subject: {e.Subject}.");
        Line("");
        WriteFields(e.Message);
        Line("<details><summary>Example</summary>");
        Line("");
        Line("```json");
        Line(Readable(JsonNode.Parse(e.Example())!, ""));
        Line("```");
        Line("");
        Line("</details>");
        Line("");
    }

    private void WriteTypes()
    {
        Line("### Types");
        Line("");
        Line("What the fields above hold. Further values may be added to enumerations, and further fields to types.");
        Line("");
        // Types lead to further types while they are written.
        var written = new HashSet<string>(StringComparer.Ordinal);
        while (types.FirstOrDefault(type => !written.Contains(type.Key)) is { Key: not null } next)
        {
            written.Add(next.Key);
            Line($"#### {next.Key}");
            Line("");
            if (next.Value is MessageDescriptor message)
                Write(message);
            else
                Write((EnumDescriptor)next.Value);
        }
    }

    private void Write(MessageDescriptor message)
    {
        Line(ContractEvent.CommentOf(message.Declaration));
        Line("");
        WriteFields(message);
    }

    private void Write(EnumDescriptor type)
    {
        Line(ContractEvent.CommentOf(type.Declaration));
        Line("");
        Line("| value | meaning |");
        Line("|---|---|");
        foreach (var value in type.Values)
            Line($"| `{value.Name}` | {Cell(ContractEvent.CommentOf(value.Declaration))} |");
        Line("");
    }

    private void WriteFields(MessageDescriptor message)
    {
        Line("| field | type | meaning |");
        Line("|---|---|---|");
        foreach (var field in message.Fields.InDeclarationOrder())
            Line($"| `{field.JsonName}` | {TypeOf(field)} | {Cell(ContractEvent.CommentOf(field.Declaration))} |");
        Line("");
    }

    private string TypeOf(FieldDescriptor field)
    {
        var type = field.FieldType switch
        {
            FieldType.Message when field.MessageType.FullName == "google.protobuf.Timestamp" => "timestamp",
            FieldType.Message => Reference(field.MessageType),
            FieldType.Enum => Reference(field.EnumType),
            FieldType.Int64 or FieldType.UInt64 => "string with an integer",
            FieldType.Int32 or FieldType.UInt32 => "integer",
            FieldType.Bool => "boolean",
            FieldType.Double or FieldType.Float => "number",
            FieldType.Bytes => "base64",
            _ => "string",
        };
        return field.IsRepeated ? "list of " + type : type;
    }

    private string Reference(DescriptorBase type)
    {
        var name = type.FullName.Replace("risk.", "", StringComparison.Ordinal)
            .Replace(".v1", "", StringComparison.Ordinal);
        types[name] = type;
        return $"[{name}](#{name.Replace(".", "", StringComparison.Ordinal).ToLowerInvariant()})";
    }

    /// <summary>What fits stands on one line.</summary>
    private static string Readable(JsonNode? node, string indent)
    {
        var plain = node is null ? "null" : node.ToJsonString(Plain);
        if (indent.Length + plain.Length <= WidthMax)
            return plain;
        var inner = indent + "  ";
        return node switch
        {
            JsonObject all => Lines("{", all.Select(m => $"\"{m.Key}\": {Readable(m.Value, inner)}"), "}"),
            JsonArray all => Lines("[", all.Select(item => Readable(item, inner)), "]"),
            _ => plain,
        };

        string Lines(string open, IEnumerable<string> lines, string close) =>
            $"{open}\n{string.Join(",\n", lines.Select(line => inner + line))}\n{indent}{close}";
    }

    private static string Heading(ContractEvent e) => $"{e.Name} ({e.Service})";

    private static string Anchor(ContractEvent e) => $"{e.Name}-{e.Service}".ToLowerInvariant();

    private static string Cell(string comment) => comment.Replace("|", "\\|", StringComparison.Ordinal);

    private void Line(string line) => text.Append(CultureInfo.InvariantCulture, $"{line}\n");
}
