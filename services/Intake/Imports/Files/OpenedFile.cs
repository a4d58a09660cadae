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
        return await CsvRows.OpenAsync(
            new StreamReader(stream, Strict(shape.Encoding), detectEncodingFromByteOrderMarks: true, BufferBytes),
            shape, cancellation);
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

    /// <summary>Bytes that the encoding does not have end the import, rather than becoming question marks.</summary>
    private static Encoding Strict(string name) =>
        Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
}
