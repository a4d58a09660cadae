using System.Text;
using CsvHelper;
using Risk.Intake.Mappings;
using Risk.Intake.Mappings.Expressions;

namespace Risk.Intake.Imports.Files;

/// <summary>
/// The rows of a CSV file. A stray quote is taken as it stands; one that is never closed ends the import.
/// </summary>
internal sealed class CsvRows : RowSource
{
    private const int RecordBytesMax = 1024 * 1024;

    private readonly CsvReader reader;

    private CsvRows(CsvReader reader) => this.reader = reader;

    public override long Line => reader.LineNumber;

    public override int CellsCount => reader.FieldCount;

    public static async Task<CsvRows> OpenAsync(TextReader text, FileShape shape, CancellationToken cancellation)
    {
        var reader = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = shape.Delimiter,
            HasHeader = false,
            MaxRecordSize = RecordBytesMax,
            TrackLineNumbers = true,
            PoolStrings = true,
            OnMalformedRecord = RefuseUnclosed,
        });
        while (await ReadAsync(reader, cancellation))
        {
            if (reader.LineNumber < shape.HeaderLine)
                continue;
            var header = Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i).Trim()).ToArray();
            return new(reader) { Header = header };
        }
        throw new FileException(new("The file has no header line.", "文件没有表头行。"));
    }

    public override Value Cell(int column)
    {
        var text = reader.GetString(column).Trim();
        return text.Length == 0 ? Value.Null : Value.Of(text);
    }

    public override async ValueTask<bool> ReadAsync(CancellationToken cancellation)
    {
        do
        {
            if (!await ReadAsync(reader, cancellation))
                return false;
        }
        while (IsBlank());
        return true;
    }

    // Spreadsheets write lines of nothing but delimiters below every list.
    private bool IsBlank()
    {
        for (var i = 0; i < reader.FieldCount; i++)
        {
            if (!string.IsNullOrWhiteSpace(reader.GetString(i)))
                return false;
        }
        return true;
    }

    private static async ValueTask<bool> ReadAsync(CsvReader reader, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadAsync(cancellation);
        }
        catch (CsvFormatException wrong)
        {
            throw Unclosed(wrong.LineNumber);
        }
        catch (DecoderFallbackException)
        {
            throw new FileException(new(
                $"After line {reader.LineNumber} the file holds bytes that its encoding does not have: "
                    + "give the mapping another file.encoding.",
                $"第 {reader.LineNumber} 行之后含有该编码无法识别的字节：请在映射中指定其他 file.encoding。"));
        }
        catch (InvalidDataException)
        {
            throw new FileException(new("The compressed file is damaged.", "压缩文件已损坏。"));
        }
    }

    // The quote has swallowed all rows after it: they must not be lost in silence.
    private static void RefuseUnclosed(CsvMalformedRecord record)
    {
        if (record.Reason == CsvMalformedReason.UnterminatedQuote)
            throw Unclosed(record.LineNumber);
    }

    private static FileException Unclosed(long line) => new(new(
        $"The row that begins in line {line} is longer than 1 MiB or has a quote that is never closed.",
        $"从第 {line} 行开始的行超过 1 MiB，或引号未闭合。"));

    public override ValueTask DisposeAsync() => reader.DisposeAsync();
}
