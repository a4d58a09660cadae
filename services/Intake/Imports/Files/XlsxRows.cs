using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Risk.Intake.Mappings;
using Value = Risk.Intake.Mappings.Expressions.Value;

namespace Risk.Intake.Imports.Files;

/// <summary>
/// The rows of a sheet of an XLSX file, read one at a time. Only the texts that cells share are held.
/// </summary>
internal sealed class XlsxRows : RowSource
{
    private const long PartCharactersMax = 2_000_000_000;

    private readonly SpreadsheetDocument document;
    private readonly OpenXmlReader reader;
    private readonly XlsxCells cells;
    private Value[] present = [];
    private long line;

    private XlsxRows(SpreadsheetDocument document, OpenXmlReader reader, XlsxCells cells) =>
        (this.document, this.reader, this.cells) = (document, reader, cells);

    public override long Line => line;

    public override int CellsCount => present.Length;

    public static async Task<RowSource> OpenAsync(Stream file, FileShape shape, CancellationToken cancellation)
    {
        try
        {
            var document = SpreadsheetDocument.Open(file, isEditable: false,
                new OpenSettings { MaxCharactersInPart = PartCharactersMax });
            var workbook = document.WorkbookPart ?? throw NotASheet();
            var sheet = SheetOf(workbook, shape.Sheet);
            var rows = new XlsxRows(document, OpenXmlReader.Create(sheet), new XlsxCells(workbook)) { Header = [] };
            while (await rows.ReadAsync(cancellation))
            {
                if (rows.line < shape.HeaderLine)
                    continue;
                var header = rows.present.Select(v => (v.AsText() ?? "").Trim()).ToArray();
                return new XlsxRows(document, rows.reader, rows.cells) { Header = header, line = rows.line };
            }
            throw new FileException(new("The sheet has no header line.", "工作表没有表头行。"));
        }
        catch (Exception broken) when (broken is OpenXmlPackageException or FileFormatException or InvalidDataException)
        {
            throw NotASheet();
        }
    }

    public override Value Cell(int column) => present[column];

    public override ValueTask<bool> ReadAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        while (reader.Read())
        {
            if (reader.ElementType != typeof(Row) || !reader.IsStartElement
                || reader.LoadCurrentElement() is not Row row)
                continue;
            line = row.RowIndex?.Value ?? line + 1;
            present = Values(row);
            if (present.Any(v => !v.IsNull))
                return ValueTask.FromResult(true);
        }
        return ValueTask.FromResult(false);
    }

    public override ValueTask DisposeAsync()
    {
        reader.Dispose();
        document.Dispose();
        return ValueTask.CompletedTask;
    }

    private Value[] Values(Row row)
    {
        var values = new List<Value>(Header.Count);
        foreach (var cell in row.Elements<Cell>())
        {
            var column = ColumnOf(cell.CellReference?.Value) ?? values.Count;
            while (values.Count < column)
                values.Add(Value.Null);
            values.Add(cells.Read(cell));
        }
        while (values.Count < Header.Count)
            values.Add(Value.Null);
        return [.. values];
    }

    private static WorksheetPart SheetOf(WorkbookPart workbook, string name)
    {
        var sheets = workbook.Workbook.Descendants<Sheet>().ToArray();
        var sheet = name.Length == 0
            ? sheets.FirstOrDefault()
            : sheets.FirstOrDefault(s => string.Equals(s.Name?.Value, name, StringComparison.OrdinalIgnoreCase));
        return sheet?.Id?.Value is { } id && workbook.GetPartById(id) is WorksheetPart part
            ? part
            : throw new FileException(new(
                $"There is no sheet '{name}'; the file has {string.Join(", ", sheets.Select(s => s.Name?.Value))}.",
                $"没有名为“{name}”的工作表；文件中有 {string.Join("、", sheets.Select(s => s.Name?.Value))}。"));
    }

    private static int? ColumnOf(string? reference)
    {
        var column = 0;
        foreach (var c in reference ?? "")
        {
            if (!char.IsAsciiLetter(c))
                break;
            column = column * 26 + (char.ToUpper(c, CultureInfo.InvariantCulture) - 'A' + 1);
        }
        return column is > 0 and <= 16_384 ? column - 1 : null;
    }

    private static FileException NotASheet() =>
        new(new("The file is not an XLSX workbook, or it is damaged.", "文件不是 XLSX 工作簿，或已损坏。"));
}
