namespace Risk.Intake.Imports.Files;

/// <summary>The pieces of a streamed file as one stream; at most one piece is in memory.</summary>
internal sealed class IncomingStream(IncomingPieces pieces, ReadOnlyMemory<byte> first) : ReadOnlyStream
{
    private const int PieceBytesMax = 1024 * 1024;
    private const long FileBytesMax = 4L * 1024 * 1024 * 1024;

    private ReadOnlyMemory<byte> rest = first;
    private long total = first.Length;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (rest.IsEmpty)
        {
            if (!await pieces.MoveNextAsync(cancellationToken))
                return 0;
            rest = DataOf(pieces.Current);
            total += rest.Length;
            if (total > FileBytesMax)
                throw new FileException(new("The file is larger than 4 GiB.", "文件超过 4 GiB。"));
        }
        var count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        rest = rest[count..];
        return count;
    }

    /// <summary>The bytes of a piece, within the limit of the contract.</summary>
    public static ReadOnlyMemory<byte> DataOf(V1.ImportDocumentsRequest piece)
    {
        var data = piece.File?.Data.Memory ?? default;
        return data.Length <= PieceBytesMax
            ? data
            : throw new FileException(new("A piece of the file is larger than 1 MiB.", "文件分片超过 1 MiB。"));
    }
}
