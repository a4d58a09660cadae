using System.IO.Compression;
using System.Text;
using Risk.Intake.Mappings;

namespace Risk.Intake.Imports.Files;

/// <summary>Finds out what a file is by its first bytes: CSV or XLSX, either of them also compressed by gzip.</summary>
internal static class OpenedFile
{
    private const int BufferBytes = 64 * 1024;

    public static async Task<RowSource> OpenAsync(
        Stream incoming, FileShape shape, long spooledBytesMax, CancellationToken cancellation)
    {
        var (stream, start) = await PeekAsync(incoming, cancellation);
        if (start is [0x1F, 0x8B, ..])
        {
            (stream, start) = await PeekAsync(new GZipStream(stream, CompressionMode.Decompress), cancellation);
        }
        if (start is [(byte)'P', (byte)'K', 3, 4])
        {
            // A zip archive: its table of contents stands at its end.
            var whole = stream as FileStream ?? await SpooledFile.OfAsync(stream, spooledBytesMax, cancellation);
            return await XlsxRows.OpenAsync(whole, shape, cancellation);
        }
        if (start.Length == 0)
            throw new FileException(new("The file is empty.", "文件为空。"));
        if (start is [0xD0, 0xCF, 0x11, 0xE0])
            throw OldWorkbook();
        var encoding = MarkedEncoding(start);
        if (encoding is null)
        {
            encoding = Strict(shape.Encoding);
            if (!IsUnicode(encoding))
                stream = new Utf8Watch(stream, shape.Encoding);
        }
        // The reader skips the mark of its own encoding; left to detect one, it would read on with question marks.
        var text = new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: false, BufferBytes);
        return await CsvRows.OpenAsync(text, shape, cancellation);
    }

    private static async Task<(Stream Whole, byte[] Start)> PeekAsync(Stream stream, CancellationToken cancellation)
    {
        var start = new byte[4];
        var count = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation);
        if (stream is FileStream spooled)
        {
            spooled.Position = 0;
            return (spooled, start[..count]);
        }
        return (new PeekedStream(start.AsMemory(0, count), stream), start[..count]);
    }

    /// <summary>The encoding that a byte order mark names; it wins over the mapping.</summary>
    private static Encoding? MarkedEncoding(byte[] start) => start switch
    {
        [0xEF, 0xBB, 0xBF, ..] => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
        [0xFF, 0xFE, 0, 0] => new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true),
        [0, 0, 0xFE, 0xFF] => new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true),
        [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
        _ => null,
    };

    private static bool IsUnicode(Encoding encoding) => encoding.CodePage is 65001 or 1200 or 1201 or 12000 or 12001;

    // Both the workbooks of before 2007 and encrypted ones are OLE compound files.
    private static FileException OldWorkbook() => new(new(
        "The file is an old workbook (.xls) or protected by a password: save it as XLSX without one, or as CSV.",
        "文件是旧版工作簿（.xls）或受密码保护：请另存为无密码的 XLSX 或 CSV。"));

    /// <summary>Bytes that the encoding does not have end the import, rather than becoming question marks.</summary>
    private static Encoding Strict(string name) =>
        Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
}
