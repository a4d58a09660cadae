using System.Security.Cryptography;
using System.Text;
using Risk.Intake.Mappings.Expressions;
using Risk.Intake.Values;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Risk.Intake.Mappings;

/// <summary>Reads the YAML of a mapping and reports everything that is wrong with it, by line.</summary>
internal sealed class MappingReader
{
    private const int RecordsMax = 20;
    private const int ColumnsMax = 500;

    private static readonly string[] Sections =
    [
        "mapping", "description", "system", "system_from", "file", "columns", "derived", "tables",
        "customers", "ratings", "statements", "documents",
    ];

    private readonly List<MappingFault> faults = [];
    private readonly Scope scope = new();
    private readonly YamlSection root;

    private MappingReader(string yaml) => root = new YamlSection(Root(yaml), faults);

    /// <summary>
    /// The mapping that the text describes; a text that describes none is thrown back with its faults.
    /// </summary>
    public static Mapping Read(string name, string yaml)
    {
        var reader = new MappingReader(yaml);
        var mapping = reader.ReadMapping(name, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(yaml))));
        return reader.faults.Count == 0
            ? mapping
            : throw new MappingException([.. reader.faults.OrderBy(f => f.Line).Take(50)]);
    }

    private Mapping ReadMapping(string name, string sha256)
    {
        root.AllowOnly(Sections);
        if (root.Text("mapping") is not "1")
            root.Fault("mapping", new("must say 'mapping: 1', the version of this format", "必须写明“mapping: 1”（格式版本）"));
        var columns = ReadColumns();
        ReadTables();
        var derived = ReadDerived();
        var mapping = new Mapping
        {
            Name = name,
            Sha256 = sha256,
            File = new FileShapeReader(root.Section("file")).Read(),
            Columns = columns,
            Derived = derived,
            System = ReadSystem(),
            Customers = ReadRecords("customers", MappedFields.OfCustomers),
            Ratings = ReadRecords("ratings", MappedFields.OfRatings),
            Statements = ReadRecords("statements", MappedFields.OfStatements),
            Documents = ReadRecords("documents", MappedFields.OfDocuments),
        };
        if (mapping.Customers.Count + mapping.Ratings.Count + mapping.Statements.Count + mapping.Documents.Count == 0)
            root.Fault("", new("makes no records: give customers, ratings, statements or documents",
                "没有定义任何记录：请给出 customers、ratings、statements 或 documents"));
        return mapping;
    }

    private List<MappedColumn> ReadColumns()
    {
        var columns = new List<MappedColumn>();
        foreach (var (key, node) in root.Section("columns").Entries)
        {
            var type = YamlSection.TextOf(node) ?? "";
            var kind = type.TrimEnd('?') switch
            {
                "text" => ValueKind.Text,
                "number" => ValueKind.Number,
                "date" => ValueKind.Date,
                _ => ValueKind.Null,
            };
            if (kind == ValueKind.Null)
                root.Fault(node, new($"column '{key}' must be text, number or date",
                    $"列“{key}”的类型须为 text、number 或 date"));
            if (!scope.TryAdd(key, kind))
                root.Fault(node, new($"column '{key}' is named twice", $"列“{key}”重复"));
            columns.Add(new MappedColumn(key, kind, type.EndsWith('?')));
        }
        if (columns.Count is 0 or > ColumnsMax)
            root.Fault("columns", new($"names no columns, or more than {ColumnsMax}", $"没有列，或超过 {ColumnsMax} 列"));
        return columns;
    }

    private void ReadTables()
    {
        foreach (var (table, node) in root.Section("tables").Entries)
        {
            var entries = new YamlSection(node, faults).Entries
                .ToDictionary(e => e.Key, e => YamlSection.TextOf(e.Value) ?? "", StringComparer.Ordinal);
            if (scope.Knows(table) || !scope.Tables.TryAdd(table, entries))
                root.Fault(node, new($"the name '{table}' is taken", $"名称“{table}”已被使用"));
        }
    }

    private List<DerivedValue> ReadDerived()
    {
        var derived = new List<DerivedValue>();
        foreach (var (key, node) in root.Section("derived").Entries)
        {
            var expression = root.Expression(node, scope) ?? Expression.Null;
            if (!scope.TryAdd(key, expression.Kind))
                root.Fault(node, new($"the name '{key}' is taken", $"名称“{key}”已被使用"));
            derived.Add(new DerivedValue(key, expression));
        }
        return derived;
    }

    private Expression ReadSystem()
    {
        var (literal, from) = (root.Node("system"), root.Node("system_from"));
        if (literal is null == from is null)
        {
            root.Fault("system", new("either system or system_from is required", "须给出 system 或 system_from 之一"));
            return Expression.Null;
        }
        if (from is not null)
            return root.Expression(from, scope) ?? Expression.Null;
        var name = YamlSection.TextOf(literal!) ?? "";
        if (name.Length is 0 or > RefRules.SystemLengthMax)
            root.Fault(literal!, new("the system has a name of 1 to 64 characters", "system 名称须为 1 至 64 个字符"));
        return Expression.Always(Value.Of(name));
    }

    private List<RecordMapping> ReadRecords(string section, IReadOnlyList<MappedField> fields)
    {
        var records = new List<RecordMapping>();
        foreach (var node in root.Sequence(section))
            records.Add(new RecordReader(new YamlSection(node, faults), scope).Read(fields, section));
        if (records.Count > RecordsMax)
            root.Fault(section, new($"more than {RecordsMax} records per row", $"每行超过 {RecordsMax} 条记录"));
        return records;
    }

    private static YamlNode Root(string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents.Count == 1
                ? stream.Documents[0].RootNode
                : throw new MappingException([new(1, new("is not one YAML document", "不是单个 YAML 文档"))]);
        }
        catch (YamlException wrong)
        {
            throw new MappingException([new(wrong.Start.Line,
                new($"is not YAML: {wrong.Message}", $"不是有效的 YAML：{wrong.Message}"))]);
        }
    }
}
