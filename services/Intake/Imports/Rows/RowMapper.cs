using Risk.Intake.Imports.Files;
using Risk.Intake.Mappings;
using Risk.Intake.Mappings.Expressions;
using Risk.Intake.Values;

namespace Risk.Intake.Imports.Rows;

/// <summary>Turns the rows of one file into records by a mapping.</summary>
internal sealed class RowMapper
{
    private readonly Mapping mapping;
    private readonly RowSource source;
    private readonly RowValues row;

    /// <summary>Where each column of the mapping stands in the file; −1 for one that the file lacks and may.</summary>
    private readonly int[] places;
    private readonly CustomerRecords[] customers;
    private readonly RatingRecords[] ratings;
    private readonly StatementRecords[] statements;
    private readonly DocumentRecords[] documents;
    private readonly Predicate<ExternalRef> isKnown;

    public RowMapper(Mapping mapping, RowSource source, DateOnly today, Predicate<ExternalRef> isKnown)
    {
        (this.mapping, this.source, this.isKnown) = (mapping, source, isKnown);
        row = new RowValues(mapping.SlotsCount, mapping.File.Formats);
        places = PlacesOf(mapping.Columns, source.Header);
        customers = [.. mapping.Customers.Select(r => new CustomerRecords(r, today))];
        ratings = [.. mapping.Ratings.Select(r => new RatingRecords(r, today))];
        statements = [.. mapping.Statements.Select(r => new StatementRecords(r, today))];
        documents = [.. mapping.Documents.Select(r => new DocumentRecords(r, today))];
    }

    /// <summary>The records of the row at which the source stands.</summary>
    public MappedRow Map()
    {
        row.Faults.Clear();
        if (!HasItsCells())
            return Refused();
        for (var i = 0; i < places.Length; i++)
            row.Slots[i] = places[i] < 0 ? Value.Null : Read(mapping.Columns[i], source.Cell(places[i]));
        for (var i = 0; i < mapping.Derived.Count; i++)
        {
            row.Field = mapping.Derived[i].Name;
            row.Slots[mapping.Columns.Count + i] = mapping.Derived[i].Expression.Of(row);
        }
        // What a record makes of a value that could not be read is of no interest.
        if (row.Faults.Any)
            return Refused();
        row.Field = "system";
        var system = mapping.System.Of(row).AsText() ?? "";
        var mapped = new MappedRow
        {
            Line = source.Line,
            Customers = ratings.Length == 0
                ? Records(customers, c => c.Of(row, system, isKnown))
                :
                [
                    .. Records(customers, c => c.Of(row, system, isKnown)),
                    .. Records(ratings, r => r.Of(row, system)),
                ],
            Statements = Records(statements, s => s.Of(row, system)),
            Documents = Records(documents, d => d.Of(row, system)),
        };
        return row.Faults.Any ? Refused() : mapped;
    }

    private MappedRow Refused() => new() { Line = source.Line, Fault = row.Faults.All[0] };

    // Most mappings make one record of a row: a list for each would be most of what a row allocates.
    private static T[] Records<TRecords, T>(TRecords[] all, Func<TRecords, T?> of) where T : class
    {
        T[] records = [];
        foreach (var one in all)
        {
            if (of(one) is { } record)
                records = [.. records, record];
        }
        return records;
    }

    private Value Read(MappedColumn column, Value cell)
    {
        row.Field = column.Name;
        if (cell.IsNull || (cell.Kind is ValueKind.Text or ValueKind.Error && row.Formats.IsNull(cell.Text)))
            return Value.Null;
        if (cell.Kind == ValueKind.Error)
        {
            return row.Fail("ERROR_IN_CELL", new(
                "is an error of the spreadsheet, not a value", "是电子表格的错误值，不是有效数据"), cell.Text);
        }
        return column.Kind switch
        {
            ValueKind.Text => cell.Kind == ValueKind.Text ? cell : Value.Of(cell.AsText()),
            ValueKind.Number => cell.Kind == ValueKind.Number ? cell : row.Formats.ReadNumber(cell.AsText()!, row),
            _ => cell.Kind == ValueKind.Date ? cell : row.Formats.ReadDate(cell.AsText()!, row),
        };
    }

    // A row that is cut short, or has an unquoted delimiter, would shift its values into wrong columns.
    private bool HasItsCells()
    {
        var (count, wanted) = (source.CellsCount, source.Header.Count);
        while (count > wanted && source.Cell(count - 1).IsNull)
            count--;
        return count == wanted || row.Faults.That(false, "", "CELLS_COUNT_DIFFERS", new(
            $"has {count} cells where the header has {wanted}", $"有 {count} 个单元格，而表头有 {wanted} 个"));
    }

    private static int[] PlacesOf(IReadOnlyList<MappedColumn> columns, IReadOnlyList<string> header)
    {
        var places = new int[columns.Count];
        for (var i = 0; i < columns.Count; i++)
        {
            var named = Enumerable.Range(0, header.Count)
                .Where(h => string.Equals(header[h], columns[i].Name, StringComparison.OrdinalIgnoreCase)).ToArray();
            if (named.Length > 1)
            {
                throw new FileException(new($"The file has two columns '{columns[i].Name}'.",
                    $"文件中有两个名为“{columns[i].Name}”的列。"));
            }
            places[i] = named.Length == 1 ? named[0] : -1;
        }
        var missing = columns.Where((c, i) => places[i] < 0 && !c.IsOptional).Select(c => c.Name).ToArray();
        return missing.Length == 0 ? places : throw new FileException(new(
            $"The file lacks the columns {string.Join(", ", missing)}; it has {string.Join(", ", header)}.",
            $"文件缺少列：{string.Join("、", missing)}；现有列：{string.Join("、", header)}。"));
    }
}
