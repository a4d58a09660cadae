using System.IO.Compression;
using System.Text;
using Risk.Intake.Mappings;

namespace Risk.Intake.Imports.Files;

/// <summary>Finds out what a file is by its first bytes: CSV or XLSX, either of them also compressed by gzip.</summary>
internal static class OpenedFile
{
    private const long SpooledBytesMax = 512L * 1024 * 1024;
    private const int BufferBytes = 64 * 1024;

    public static async Task<RowSource> OpenAsync(Stream incoming, FileShape shape, CancellationToken cancellation)
    {
        var (stream, start) = await PeekAsync(incoming, cancellation);
        if (start is [0x1F, 0x8B, ..])
        {
            (stream, start) = await PeekAsync(new GZipStream(stream, CompressionMode.Decompress), cancellation);
        }
        if (start is [(byte)'P', (byte)'K', 3, 4])
            return await XlsxRows.OpenAsync(await SpoolAsync(stream, cancellation), shape, cancellation);
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
        return (new PeekedStream(start.AsMemory(0, count), stream), start[..count]);
    }

    // XLSX is a zip archive, whose table of contents stands at its end.
    private static async Task<FileStream> SpoolAsync(Stream stream, CancellationToken cancellation)
    {
        var spooled = new FileStream(Path.GetTempFileName(), new FileStreamOptions
        {
            Mode = FileMode.Open,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        });
        var buffer = new byte[BufferBytes];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellation)) > 0)
        {
            await spooled.WriteAsync(buffer.AsMemory(0, count), cancellation);
            if (spooled.Length > SpooledBytesMax)
            {
                await spooled.DisposeAsync();
                throw new FileException(new("An XLSX file has at most 512 MiB.", "XLSX 文件不得超过 512 MiB。"));
            }
        }
        spooled.Position = 0;
        return spooled;
    }

    /// <summary>Bytes that the encoding does not have end the import, rather than becoming question marks.</summary>
    private static Encoding Strict(string name) =>
        Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
}
