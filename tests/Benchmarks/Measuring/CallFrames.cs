using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;

namespace Risk.Benchmarks.Measuring;

/// <summary>
/// The frames of unary gRPC calls over HTTP/2, written by hand: after the first call of a connection its headers are
/// seven bytes. So the load takes as little as possible of the processors that it shares with what it measures.
/// </summary>
internal sealed class CallFrames(string authority, string path, string apiKey)
{
    private const int HeaderBytes = 9;
    private const int PrefixBytes = 5;
    private const byte Data = 0, Headers = 1, Settings = 4, Ping = 6, WindowUpdate = 8;
    private const byte EndStream = 1, Acknowledged = 1, EndHeaders = 4;
    private const int WindowMax = int.MaxValue;
    private const int InitialWindow = 65_535;

    // The static table's POST and http, then what the first call has put into the table, newest last.
    private static readonly byte[] Repeated = [0x83, 0x86, 0xC2, 0xC1, 0xC0, 0xBF, 0xBE];

    private readonly ArrayBufferWriter<byte> bytes = new(64 * 1024);
    private bool isFirst = true;

    public ReadOnlySpan<byte> Written => bytes.WrittenSpan;

    public void Clear() => bytes.ResetWrittenCount();

    /// <summary>Begins a connection, with windows so large that they never have to be renewed.</summary>
    public void Open()
    {
        bytes.Write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        Frame(Settings, 0, 0, 6);
        bytes.Write((ReadOnlySpan<byte>)[0, 4]);
        Number(WindowMax);
        Frame(WindowUpdate, 0, 0, sizeof(int));
        Number(WindowMax - InitialWindow);
    }

    public void Call(int stream, IMessage message)
    {
        if (isFirst)
            WriteHeaders(stream);
        else
        {
            Frame(Headers, EndHeaders, stream, Repeated.Length);
            bytes.Write(Repeated);
        }
        isFirst = false;
        var size = message.CalculateSize();
        Frame(Data, EndStream, stream, PrefixBytes + size);
        bytes.Write((ReadOnlySpan<byte>)[0]);
        Number(size);
        message.WriteTo(bytes.GetSpan(size)[..size]);
        bytes.Advance(size);
    }

    /// <summary>Answers what the server wants answered; true when the frame ends a call, with its stream.</summary>
    public bool Take(ReadOnlySpan<byte> frame, out int stream, out ReadOnlySpan<byte> message)
    {
        var (type, flags) = (frame[3], frame[4]);
        stream = BinaryPrimitives.ReadInt32BigEndian(frame[5..]) & int.MaxValue;
        message = type == Data && frame.Length > HeaderBytes + PrefixBytes ? frame[(HeaderBytes + PrefixBytes)..] : [];
        if (type is Settings or Ping && (flags & Acknowledged) == 0)
        {
            Frame(type, Acknowledged, 0, type == Ping ? frame.Length - HeaderBytes : 0);
            if (type == Ping)
                bytes.Write(frame[HeaderBytes..]);
        }
        return type is Data or Headers && (flags & EndStream) != 0;
    }

    /// <summary>Length of the frame that begins here; 0 when too little of it has come to say.</summary>
    public static int LengthOf(ReadOnlySpan<byte> received) => received.Length < HeaderBytes
        ? 0
        : HeaderBytes + ((received[0] << 16) | (received[1] << 8) | received[2]);

    private void WriteHeaders(int stream)
    {
        var block = new ArrayBufferWriter<byte>();
        block.Write((ReadOnlySpan<byte>)[0x83, 0x86]);
        Literal(block, 0x44, path);
        Literal(block, 0x41, authority);
        Literal(block, 0x5F, "application/grpc");
        block.Write((ReadOnlySpan<byte>)[0x40]);
        Text(block, "te");
        Text(block, "trailers");
        Literal(block, 0x57, "Bearer " + apiKey);
        Frame(Headers, EndHeaders, stream, block.WrittenCount);
        bytes.Write(block.WrittenSpan);
    }

    private static void Literal(ArrayBufferWriter<byte> block, byte name, string value)
    {
        block.Write((ReadOnlySpan<byte>)[name]);
        Text(block, value);
    }

    private static void Text(ArrayBufferWriter<byte> block, string value)
    {
        const int LengthMax = 126;
        if (value.Length > LengthMax)
            throw new ArgumentException($"A header has at most {LengthMax} characters.", nameof(value));
        block.Write((ReadOnlySpan<byte>)[(byte)value.Length]);
        Encoding.ASCII.GetBytes(value, block);
    }

    private void Frame(byte type, byte flags, int stream, int length)
    {
        bytes.Write((ReadOnlySpan<byte>)[(byte)(length >> 16), (byte)(length >> 8), (byte)length, type, flags]);
        Number(stream);
    }

    private void Number(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes.GetSpan(sizeof(int)), value);
        bytes.Advance(sizeof(int));
    }
}
