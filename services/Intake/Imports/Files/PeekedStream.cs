namespace Risk.Intake.Imports.Files;

/// <summary>A stream whose first bytes were read to find out what it is: they come again.</summary>
internal sealed class PeekedStream(ReadOnlyMemory<byte> start, Stream inner) : ReadOnlyStream
{
    private ReadOnlyMemory<byte> rest = start;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (rest.IsEmpty)
            return inner.ReadAsync(buffer, cancellationToken);
        var count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        rest = rest[count..];
        return ValueTask.FromResult(count);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
