using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;

namespace Risk.Contracts.Tests.Events;

/// <summary>
/// An example of a message, the same each time: strings by the example in their comment, or else by their name.
/// </summary>
internal sealed partial class SampleBody
{
    private const int DepthMax = 6;

    private static readonly Dictionary<string, JsonNode> Values = new(StringComparer.Ordinal)
    {
        ["google.protobuf.Timestamp"] = "2026-03-31T08:15:30.123456Z",
        ["risk.types.v1.Date"] = new JsonObject { ["value"] = "2026-03-31" },
        ["risk.types.v1.Decimal"] = new JsonObject { ["value"] = "0.0125" },
        ["risk.types.v1.Money"] = new JsonObject { ["amount"] = "125000.00", ["currencyCode"] = "CNY" },
        ["risk.types.v1.ExternalRef"] = new JsonObject { ["system"] = "erp", ["id"] = "4711" },
        ["risk.types.v1.Text"] = new JsonObject
        {
            ["en"] = "The oldest open item is 84 days past due; 15 are tolerated.",
            ["zh"] = "最早未清项已逾期 84 天，容忍上限为 15 天。",
        },
    };

    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["legal_name"] = "杭州样例电子有限公司",
        ["country_code"] = "CN",
        ["currency_code"] = "CNY",
        ["etag"] = "3",
        ["position"] = "scoring.7.123456.789",
        ["secret_sha256"] = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        ["source"] = "erp",
        ["owner"] = "li.wei@example.com",
        ["by"] = "li.wei@example.com",
        ["value"] = "84",
        ["threshold"] = "15",
        ["unit"] = "days",
        ["rates_missing"] = "GBP",
        ["changed_fields"] = "limit",
        ["former_names"] = "杭州旧名电子有限公司",
    };

    public JsonObject Of(MessageDescriptor type) => Of(type, 0);

    private static JsonObject Of(MessageDescriptor type, int depth)
    {
        var body = new JsonObject();
        var fields = type.Fields.InDeclarationOrder()
            .Where(field => field.RealContainingOneof is not { } oneof || oneof.Fields[0] == field);
        foreach (var field in fields)
        {
            if (depth > 0 && (depth == DepthMax || IsOftenAbsent(field)))
                continue;
            var value = Of(field, depth);
            body[field.JsonName] = field.IsRepeated ? new JsonArray(value) : value;
        }
        return body;
    }

    // What a comment calls unset or empty in some case is left out inside of an example, so that it stays a likely one.
    private static bool IsOftenAbsent(FieldDescriptor field) =>
        ContractEvent.CommentOf(field.Declaration) is var comment
        && (comment.Contains("unset", StringComparison.OrdinalIgnoreCase)
            || comment.Contains("empty", StringComparison.OrdinalIgnoreCase));

    private static JsonNode Of(FieldDescriptor field, int depth) => field.FieldType switch
    {
        FieldType.Message => Values.TryGetValue(field.MessageType.FullName, out var value)
            ? value.DeepClone()
            : Of(field.MessageType, depth + 1),
        FieldType.Enum => field.EnumType.Values.First(v => v.Number > 0).Name,
        FieldType.Bool => true,
        FieldType.Int64 or FieldType.UInt64 => "84",
        FieldType.Int32 or FieldType.UInt32 => field.Name switch
        {
            "points" => 612,
            "event_count" => 1,
            _ => 3,
        },
        FieldType.Double or FieldType.Float => 0.5,
        FieldType.Bytes => "AQID",
        _ => Text(field),
    };

    private static string Text(FieldDescriptor field)
    {
        var said = Example().Match(ContractEvent.CommentOf(field.Declaration));
        return said.Success ? said.Groups["text"].Value
            : Texts.TryGetValue(field.Name, out var known) ? known
            : Identifier().IsMatch(field.Name) ? Id(field.Name)
            : field.Name.EndsWith("_by", StringComparison.Ordinal) ? "key:erp-import"
            : field.Name.Replace('_', ' ');
    }

    /// <summary>Fields of one name have one id, so that an example hangs together.</summary>
    private static string Id(string name)
    {
        var number = name.Aggregate(7u, (hash, letter) => hash * 31 + letter) % 0xffff;
        return $"019a2f4c-6d3e-7b1a-8c55-0242ac12{number:x4}";
    }

    [GeneratedRegex("_ids?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Identifier();

    [GeneratedRegex("for example `(?<text>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Example();
}
