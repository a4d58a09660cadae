namespace Risk.Intake.Imports.Files;

/// <summary>
/// The bytes of a file that is said to be in a national encoding. Nearly every even run of bytes decodes there, so that
/// UTF-8 would be registered as other characters without a fault; but the other way round hardly anything is UTF-8 by
/// chance.
/// </summary>
internal sealed class Utf8Watch(Stream inner, string encoding) : ReadOnlyStream
{
    // A long sequence is UTF-8 by chance far less often than a short one.
    private const int ProofMin = 4;

    private int proof;
    private int missing;
    private int length;
    private bool isOther;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        if (!isOther)
            Watch(buffer.Span[..count]);
        if (!isOther && proof >= ProofMin)
        {
            throw new FileException(new(
                $"The file is UTF-8, while the mapping says {encoding}: set its file.encoding to utf-8.",
                $"文件是 UTF-8 编码，而映射指定为 {encoding}：请将 file.encoding 设为 utf-8。"));
        }
        return count;
    }

    private void Watch(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            if (missing > 0)
            {
                isOther = b is < 0x80 or > 0xBF;
                if (--missing == 0)
                    proof += length - 1;
            }
            else
            {
                length = LengthOf(b);
                isOther = length == 0;
                missing = length - 1;
            }
            if (isOther)
                return;
        }
    }

    private static int LengthOf(byte first) => first switch
    {
        < 0x80 => 1,
        >= 0xC2 and < 0xE0 => 2,
        >= 0xE0 and < 0xF0 => 3,
        >= 0xF0 and < 0xF5 => 4,
        _ => 0,
    };

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
