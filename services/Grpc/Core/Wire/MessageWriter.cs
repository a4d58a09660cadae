using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Grpc.Net.Compression;

namespace Grpc.Core.Wire;

// Writes length-prefixed messages. A marshaller that says the length first writes straight into the output; one that
// does not, and a message to be compressed, is gathered in a buffer of its own.
internal sealed class MessageWriter(IBufferWriter<byte> output, int? messageSizeMax) : SerializationContext
{
    private ArrayBufferWriter<byte>? gathered;
    private bool compresses;
    private bool isDirect;
    private bool isComplete;

    public ICompressionProvider? Compression { get; set; }

    public CompressionLevel? CompressionLevel { get; set; }

    /// <summary>Bytes of an unfinished message are in the output: nothing sound can follow.</summary>
    public bool IsTorn => isDirect && !isComplete;

    public void Write<T>(T message, Action<T, SerializationContext> serializer, WriteOptions? options)
    {
        compresses = Compression is not null && options?.Flags.HasFlag(WriteFlags.NoCompress) != true;
        isDirect = false;
        isComplete = false;
        serializer(message, this);
        if (!isComplete)
        {
            throw new InvalidOperationException("The marshaller did not complete the message.");
        }
    }

    public override void SetPayloadLength(int payloadLength)
    {
        ThrowIfTooLarge(payloadLength);
        if (!compresses)
        {
            WriteHeader(isCompressed: false, payloadLength);
            isDirect = true;
        }
    }

    public override IBufferWriter<byte> GetBufferWriter()
    {
        if (isDirect)
        {
            return output;
        }

        gathered ??= new ArrayBufferWriter<byte>();
        gathered.ResetWrittenCount();
        return gathered;
    }

    public override void Complete()
    {
        if (!isDirect)
        {
            WriteWhole(gathered is null ? [] : gathered.WrittenSpan);
        }

        isComplete = true;
    }

    public override void Complete(byte[] payload)
    {
        if (isDirect)
        {
            output.Write(payload);
        }
        else
        {
            WriteWhole(payload);
        }

        isComplete = true;
    }

    private void WriteWhole(ReadOnlySpan<byte> payload)
    {
        ThrowIfTooLarge(payload.Length);
        if (!compresses)
        {
            WriteHeader(isCompressed: false, payload.Length);
            output.Write(payload);
            return;
        }

        using var compressed = new MemoryStream();
        using (var stream = Compression!.CreateCompressionStream(compressed, CompressionLevel))
        {
            stream.Write(payload);
        }

        WriteHeader(isCompressed: true, (int)compressed.Length);
        output.Write(compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
    }

    private void WriteHeader(bool isCompressed, int length)
    {
        var header = output.GetSpan(MessageReader.HeaderSize);
        header[0] = isCompressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(header[1..], (uint)length);
        output.Advance(MessageReader.HeaderSize);
    }

    private void ThrowIfTooLarge(int length)
    {
        if (length > messageSizeMax)
        {
            throw new RpcException(new Status(
                StatusCode.ResourceExhausted,
                $"A message of {length} bytes to be sent is larger than the maximum of {messageSizeMax} bytes."));
        }
    }
}
