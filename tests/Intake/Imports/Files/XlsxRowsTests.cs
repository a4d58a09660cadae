using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Risk.Intake.Imports.Files;
using Risk.Intake.Imports.Rows;
using Risk.Intake.Mappings;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Imports.Files;

public sealed class XlsxRowsTests
{
    [Fact]
    public async Task Cells_are_read_as_what_the_workbook_says_they_are()
    {
        var rows = await ReadAsync(Workbook(), new());

        rows.ShouldBe(
        [
            "2: Acme|2020-01-15|12.5|null",
            "4: 上海|2020-02-29|1930571429|inline",
        ]);
    }

    [Fact]
    public async Task The_phonetic_guide_of_a_name_is_not_part_of_it()
    {
        PhoneticRun Guide(string text) => new(new Text(text)) { BaseTextStartIndex = 0, EndingBaseIndex = 2 };
        var typed = new SharedStringItem(new Text("東京商事"), Guide("トウキョウショウジ"));
        var pinyin = new InlineString(new Run(new Text("杭州")), Guide("hángzhōu"));

        var rows = await ReadAsync(
            Workbook(typed, [new Cell { DataType = CellValues.InlineString, InlineString = pinyin }]), new());

        rows[0].ShouldStartWith("2: 東京商事|");
        rows[^1].ShouldBe("5: 杭州|null|null|null");
    }

    [Theory]
    [InlineData("#N/A")]
    [InlineData("#REF!")]
    public async Task An_error_of_the_spreadsheet_refuses_its_row_and_is_nobodys_name(string error)
    {
        var bytes = Workbook(extra: [Of("A5", error, CellValues.Error), Number("C5", "3", 0)]);
        await using var source = await OpenedFile.OpenAsync(
            new MemoryStream(bytes), new(), spooledBytesMax: 1_000_000, CancellationToken.None);
        var mapping = MappingReader.Read("m", """
            mapping: 1
            system: s
            columns: { name: text, amount: number }
            customers:
              - { id: name, legal_name: name }
            """);
        var mapper = new RowMapper(mapping, source, new(2031, 1, 1), _ => false);
        var rows = new List<MappedRow>();
        while (await source.ReadAsync(CancellationToken.None))
            rows.Add(mapper.Map());

        rows.Take(2).ShouldAllBe(r => r.Fault == null && r.Customers.Count == 1);
        (rows[2].Fault!.Rule, rows[2].Fault!.Field, rows[2].Fault!.Value).ShouldBe(("ERROR_IN_CELL", "name", error));
    }

    [Fact]
    public async Task A_sheet_that_is_not_there_is_refused_with_those_that_are() =>
        (await Should.ThrowAsync<FileException>(() => ReadAsync(Workbook(), new() { Sheet = "Nope" })))
            .Message.ShouldContain("Invoices");

    [Fact]
    public async Task An_archive_that_is_no_workbook_is_refused() =>
        await Should.ThrowAsync<FileException>(() => ReadAsync([(byte)'P', (byte)'K', 3, 4, 1, 2, 3, 4], new()));

    internal static byte[] Workbook(SharedStringItem? acme = null, Cell[]? extra = null)
    {
        using var bytes = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(bytes, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            workbook.Workbook = new Workbook();
            var styles = workbook.AddNewPart<WorkbookStylesPart>();
            styles.Stylesheet = new Stylesheet(
                new NumberingFormats(Format(164, "yyyy\"年\"m\"月\"d\"日\"")),
                new Fonts(new Font()),
                new Fills(new Fill()),
                new Borders(new Border()),
                new CellStyleFormats(new CellFormat()),
                new CellFormats(new CellFormat(), Cells(14), Cells(164)));
            var shared = workbook.AddNewPart<SharedStringTablePart>();
            shared.SharedStringTable = new SharedStringTable(
                acme ?? new SharedStringItem(new Text("Acme")),
                new SharedStringItem(new Run(new Text("上")), new Run(new Text("海"))));
            var sheet = workbook.AddNewPart<WorksheetPart>();
            sheet.Worksheet = new Worksheet(new SheetData(
                Row(1, Inline("A1", "name"), Inline("B1", "due"), Inline("C1", "amount"), Inline("D1", "note")),
                Row(2, Of("A2", "0", CellValues.SharedString), Number("B2", "43845", 1), Number("C2", "12.5", 0)),
                Row(4, Of("A4", "1", CellValues.SharedString), Number("B4", "43890", 2),
                    Number("C4", "1930571429", 0), Inline("D4", "inline"))));
            if (extra is not null)
                sheet.Worksheet.GetFirstChild<SheetData>()!.AppendChild(Row(5, extra));
            workbook.Workbook.AppendChild(new Sheets(
                new Sheet { Id = workbook.GetIdOfPart(sheet), SheetId = 1, Name = "Invoices" }));
        }
        return bytes.ToArray();
    }

    private static NumberingFormat Format(uint id, string code) => new() { NumberFormatId = id, FormatCode = code };

    private static CellFormat Cells(uint format) => new() { NumberFormatId = format };

    private static Row Row(uint index, params Cell[] cells) => new(cells.Cast<OpenXmlElement>()) { RowIndex = index };

    private static Cell Of(string at, string value, CellValues type) =>
        new() { CellReference = at, DataType = type, CellValue = new CellValue(value) };

    private static Cell Number(string at, string value, uint style) =>
        new() { CellReference = at, StyleIndex = style, CellValue = new CellValue(value) };

    private static Cell Inline(string at, string text) =>
        new()
        {
            CellReference = at,
            DataType = CellValues.InlineString,
            InlineString = new InlineString(new Text(text)),
        };

    private static async Task<List<string>> ReadAsync(byte[] bytes, FileShape shape)
    {
        await using var source = await OpenedFile.OpenAsync(
            new MemoryStream(bytes), shape, spooledBytesMax: 1_000_000, CancellationToken.None);
        source.Header.ShouldBe(["name", "due", "amount", "note"]);
        var rows = new List<string>();
        while (await source.ReadAsync(CancellationToken.None))
        {
            rows.Add($"{source.Line}: " + string.Join('|',
                Enumerable.Range(0, source.CellsCount).Select(i => source.Cell(i).ToString())));
        }
        return rows;
    }
}
