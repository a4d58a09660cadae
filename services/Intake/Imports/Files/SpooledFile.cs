namespace Risk.Intake.Imports.Files;

/// <summary>
/// A file on the disk for as long as it is open. Its name is gone as soon as it is made, so that nothing stays behind
/// even when the process is killed.
/// </summary>
internal static class SpooledFile
{
    private const int BufferBytes = 64 * 1024;

    public static async Task<FileStream> OfAsync(Stream incoming, long bytesMax, CancellationToken cancellation)
    {
        var spooled = New();
        try
        {
            var buffer = new byte[BufferBytes];
            int count;
            while ((count = await incoming.ReadAsync(buffer, cancellation)) > 0)
            {
                if (spooled.Length + count > bytesMax)
                    throw TooLarge(bytesMax);
                await spooled.WriteAsync(buffer.AsMemory(0, count), cancellation);
            }
            spooled.Position = 0;
            return spooled;
        }
        catch
        {
            await spooled.DisposeAsync();
            throw;
        }
    }

    private static FileStream New()
    {
        var path = Path.Combine(Path.GetTempPath(), $"risk-import-{Guid.CreateVersion7():n}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        File.Delete(path);
        return file;
    }

    private static FileException TooLarge(long bytesMax)
    {
        var text = (bytesMax / (1024 * 1024)) is > 0 and var mebibytes ? $"{mebibytes} MiB" : $"{bytesMax} B";
        return new(new(
            $"A workbook, or a file that comes in as a whole or not at all, has at most {text}.",
            $"工作簿或整体导入的文件不得超过 {text}。"));
    }
}
