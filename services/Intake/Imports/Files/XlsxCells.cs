using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Value = Risk.Intake.Mappings.Expressions.Value;

namespace Risk.Intake.Imports.Files;

/// <summary>Reads the cells of a workbook: shared texts, numbers, and numbers that its formats show as dates.</summary>
internal sealed class XlsxCells
{
    // The built-in formats of dates; 18 to 21 and 45 to 47 are times of day.
    private static readonly uint[] DateFormats =
        [14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 57, 58];

    private readonly List<string> shared;
    private readonly bool[] isDate;
    private readonly DateOnly epoch;

    public XlsxCells(WorkbookPart workbook)
    {
        shared = SharedTexts(workbook);
        isDate = DateStyles(workbook);
        // Day 60 of the 1900 calendar is a 29 February that never was: from March on its days count from 30 December.
        epoch = workbook.Workbook.WorkbookProperties?.Date1904?.Value == true ? new(1904, 1, 1) : new(1899, 12, 30);
    }

    public Value Read(Cell cell)
    {
        var type = cell.DataType?.Value ?? CellValues.Number;
        if (type == CellValues.InlineString)
            return TextOrNull(cell.InlineString is { } inline ? TextOf(inline) : null);
        var text = cell.CellValue?.InnerText;
        if (string.IsNullOrEmpty(text))
            return Value.Null;
        if (type == CellValues.SharedString)
            return TextOrNull(Shared(text));
        if (type == CellValues.Boolean)
            return Value.Of(text == "1" ? "true" : "false");
        if (type == CellValues.Error)
            return Value.Error(text);
        if (type == CellValues.Date && DateOnly.TryParseExact(text.AsSpan(0, Math.Min(10, text.Length)),
            Intake.Values.Dates.Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return Value.Of(day);
        }
        return type == CellValues.Number ? Number(text, cell.StyleIndex?.Value ?? 0) : TextOrNull(text);
    }

    private string? Shared(string index) =>
        int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < shared.Count
            ? shared[i]
            : null;

    // Numbers stand as the shortest text of a double, possibly with an exponent: fifteen digits are what Excel shows.
    private Value Number(string text, uint style)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || Math.Abs(number) > 1e27)
        {
            return Value.Of(text);
        }
        if (style < isDate.Length && isDate[style] && DateOfSerial(number) is { } day)
            return Value.Of(day);
        return Value.Of(decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture, out var exact) && text.Length <= 16 ? exact : (decimal)number);
    }

    private DateOnly? DateOfSerial(double serial)
    {
        var days = Math.Floor(serial);
        var missing = epoch.Year < 1900 && days < 60 ? 1 : 0;
        return days is >= 1 and < 2_958_466 ? epoch.AddDays((int)days + missing) : null;
    }

    /// <summary>What is written, without the phonetic guide that some keyboards store beside it.</summary>
    private static string TextOf(OpenXmlElement item) => string.Concat(item.ChildElements.Select(part => part switch
    {
        Text plain => plain.Text,
        Run run => run.Text?.Text,
        _ => null,
    }));

    private static Value TextOrNull(string? text)
    {
        var trimmed = text?.Trim();
        return string.IsNullOrEmpty(trimmed) ? Value.Null : Value.Of(trimmed);
    }

    private static List<string> SharedTexts(WorkbookPart workbook)
    {
        var texts = new List<string>();
        if (workbook.SharedStringTablePart is not { } part)
            return texts;
        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
        {
            if (reader.ElementType == typeof(SharedStringItem) && reader.IsStartElement
                && reader.LoadCurrentElement() is SharedStringItem item)
            {
                texts.Add(TextOf(item));
            }
        }
        return texts;
    }

    private static bool[] DateStyles(WorkbookPart workbook)
    {
        var sheet = workbook.WorkbookStylesPart?.Stylesheet;
        var own = sheet?.NumberingFormats?.Elements<NumberingFormat>()
            .Where(f => f.NumberFormatId is not null)
            .ToDictionary(f => f.NumberFormatId!.Value, f => IsDateFormat(f.FormatCode?.Value ?? "")) ?? [];
        return [.. sheet?.CellFormats?.Elements<CellFormat>().Select(f => f.NumberFormatId?.Value ?? 0)
            .Select(id => own.TryGetValue(id, out var dates) ? dates : DateFormats.Contains(id)) ?? []];
    }

    private static bool IsDateFormat(string code)
    {
        var (quoted, bracketed) = (false, false);
        foreach (var c in code)
        {
            if (c is '"')
                quoted = !quoted;
            else if (c is '[' or ']')
                bracketed = c is '[';
            else if (!quoted && !bracketed && c is 'y' or 'Y' or 'd' or 'D' or '年')
                return true;
        }
        return false;
    }
}
