using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Grpc.Net.Compression;

namespace Grpc.Core.Wire;

// Reads length-prefixed messages: one byte "compressed", four bytes length, payload. The payload is handed to the
// marshaller where it lies in the pipe; only compressed messages are copied.
internal sealed class MessageReader(PipeReader input, int? messageSizeMax) : DeserializationContext
{
    public const int HeaderSize = 5;

    private const string FollowedByMore = "Data follows the only message that this call may have.";

    private ReadOnlySequence<byte> payload;

    public override int PayloadLength => (int)payload.Length;

    /// <summary>The algorithm that grpc-encoding names; null when messages may not be compressed.</summary>
    public ICompressionProvider? Decompression { get; set; }

    /// <summary>The end of the stream was seen.</summary>
    public bool HasReadAll { get; private set; }

    public override byte[] PayloadAsNewBuffer() => payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => payload;

    /// <summary>Reads the next message; null at the end of the stream.</summary>
    public async ValueTask<T?> ReadNextAsync<T>(
        Func<DeserializationContext, T> deserializer, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            if (read.IsCanceled)
            {
                input.AdvanceTo(buffer.Start);
                throw new OperationCanceledException("The read was cancelled.");
            }

            if (TryTake(ref buffer, deserializer, out var message))
            {
                input.AdvanceTo(buffer.Start);
                return message;
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                HasReadAll = true;
                return buffer.IsEmpty ? null : throw Refused(StatusCode.Internal, "Incomplete message.");
            }
        }
    }

    /// <summary>Reads the one message that this stream may have.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T> ReadSingleAsync<T>(
        Func<DeserializationContext, T> deserializer, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            if (read.IsCanceled)
            {
                input.AdvanceTo(buffer.Start);
                throw new OperationCanceledException("The read was cancelled.");
            }

            if (!read.IsCompleted)
            {
                ThrowIfMoreThanSingle(buffer);
                input.AdvanceTo(buffer.Start, buffer.End);
                continue;
            }

            HasReadAll = true;
            var isWhole = TryTake(ref buffer, deserializer, out var message);
            var isAlone = buffer.IsEmpty;
            input.AdvanceTo(buffer.End);
            return isWhole && isAlone ? message!
                : throw Refused(StatusCode.Internal, isWhole ? FollowedByMore : "Incomplete message.");
        }
    }

    // Refuses before the end of the stream what can already be seen to be too large or too much.
    private void ThrowIfMoreThanSingle(in ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length >= HeaderSize && buffer.Length - HeaderSize > ReadHeader(buffer).Length)
        {
            throw Refused(StatusCode.Internal, FollowedByMore);
        }
    }

    private bool TryTake<T>(
        ref ReadOnlySequence<byte> buffer, Func<DeserializationContext, T> deserializer, out T? message)
        where T : class
    {
        message = null;
        if (buffer.Length < HeaderSize)
        {
            return false;
        }

        var (isCompressed, length) = ReadHeader(buffer);
        if (buffer.Length - HeaderSize < length)
        {
            return false;
        }

        payload = buffer.Slice(HeaderSize, length);
        var end = payload.End;
        if (isCompressed)
        {
            payload = Decompressed();
        }

        message = Deserialized(deserializer);
        payload = default;
        buffer = buffer.Slice(end);
        return true;
    }

    private (bool IsCompressed, int Length) ReadHeader(in ReadOnlySequence<byte> buffer)
    {
        Span<byte> copy = stackalloc byte[HeaderSize];
        scoped var header = buffer.FirstSpan;
        if (header.Length < HeaderSize)
        {
            buffer.Slice(0, HeaderSize).CopyTo(copy);
            header = copy;
        }

        if (header[0] > 1)
        {
            throw Refused(StatusCode.Internal, "The message's compressed flag is neither 0 nor 1.");
        }

        if (header[0] == 1 && Decompression is null)
        {
            throw Refused(StatusCode.Internal, "A compressed message came without a grpc-encoding that names how.");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (length > (uint)(messageSizeMax ?? int.MaxValue))
        {
            throw TooLarge(messageSizeMax ?? int.MaxValue);
        }

        return (header[0] == 1, (int)length);
    }

    private T Deserialized<T>(Func<DeserializationContext, T> deserializer)
    {
        try
        {
            return deserializer(this);
        }
        catch (Exception cause) when (cause is not RpcException)
        {
            throw new RpcException(new Status(StatusCode.Internal, "The message could not be parsed.", cause));
        }
    }

    private ReadOnlySequence<byte> Decompressed()
    {
        var sizeMax = messageSizeMax ?? int.MaxValue;
        var plain = new ArrayBufferWriter<byte>();
        try
        {
            using var source = Decompression!.CreateDecompressionStream(new MemoryStream(payload.ToArray()));
            while (source.Read(plain.GetSpan(4096)) is var count and > 0)
            {
                plain.Advance(count);
                if (plain.WrittenCount > sizeMax)
                {
                    throw TooLarge(sizeMax);
                }
            }
        }
        catch (InvalidDataException cause)
        {
            throw new RpcException(new Status(StatusCode.Internal, "The message could not be decompressed.", cause));
        }

        return new ReadOnlySequence<byte>(plain.WrittenMemory);
    }

    private static RpcException TooLarge(int sizeMax) =>
        Refused(StatusCode.ResourceExhausted, $"A received message is larger than the maximum of {sizeMax} bytes.");

    private static RpcException Refused(StatusCode code, string detail) => new(new Status(code, detail));
}
