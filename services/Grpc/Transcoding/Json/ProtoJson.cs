using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Grpc.Transcoding.Json;

/// <summary>
/// Protobuf messages as canonical proto3 JSON, straight to and from UTF-8. Default values are written, fields that
/// have a presence and are not set are left out; unknown fields are ignored, unknown enum names are read as 0.
/// </summary>
public static class ProtoJson
{
    /// <summary>How deep objects and arrays may be nested in what is read.</summary>
    public const int DepthMax = 100;

    internal static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = DepthMax };

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static Utf8JsonWriter? sparedWriter;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? sparedBuffer;

    private const int SparedBufferBytesMax = 64 * 1024;

    /// <summary>Writes a message to a buffer.</summary>
    public static void Write(IMessage message, IBufferWriter<byte> output) =>
        Write(output, (Message: message, Field: (JsonField?)null));

    /// <summary>Writes a message as the next value of a writer.</summary>
    public static void Write(IMessage message, Utf8JsonWriter writer) =>
        MessageCodec.For(message.Descriptor).Write(writer, message);

    /// <summary>A message as UTF-8 JSON.</summary>
    public static byte[] ToBytes(IMessage message)
    {
        var buffer = sparedBuffer ?? new ArrayBufferWriter<byte>(1024);
        sparedBuffer = null;
        Write(message, buffer);
        var bytes = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity <= SparedBufferBytesMax)
        {
            buffer.ResetWrittenCount();
            sparedBuffer = buffer;
        }

        return bytes;
    }

    /// <summary>A message as JSON text.</summary>
    public static string ToText(IMessage message) => Encoding.UTF8.GetString(ToBytes(message));

    /// <summary>Reads a message.</summary>
    /// <exception cref="ProtoJsonException">The text is not a message of this type.</exception>
    public static T Parse<T>(ReadOnlySpan<byte> json)
        where T : IMessage<T>, new()
    {
        var message = new T();
        Merge(message, json);
        return message;
    }

    /// <summary>Reads a message.</summary>
    /// <exception cref="ProtoJsonException">The text is not a message of this type.</exception>
    public static T Parse<T>(string json)
        where T : IMessage<T>, new() => Parse<T>(Encoding.UTF8.GetBytes(json));

    /// <summary>Reads a message of a type known only by its descriptor.</summary>
    /// <exception cref="ProtoJsonException">The text is not a message of this type.</exception>
    public static IMessage Parse(MessageDescriptor type, ReadOnlySpan<byte> json)
    {
        var message = MessageCodec.New(type);
        Merge(message, json);
        return message;
    }

    /// <summary>Reads fields into a message; those that the text does not name keep what they hold.</summary>
    /// <exception cref="ProtoJsonException">The text is not a message of this type.</exception>
    public static void Merge(IMessage message, ReadOnlySpan<byte> json) => Read(message, field: null, json);

    /// <summary>Makes the message types of a file known, so that a google.protobuf.Any can hold them.</summary>
    public static void Know(FileDescriptor file) => KnownTypes.Add(file);

    internal static void WriteField(IMessage message, JsonField field, IBufferWriter<byte> output) =>
        Write(output, (message, field));

    internal static void ReadField(IMessage message, JsonField field, ReadOnlySpan<byte> json) =>
        Read(message, field, json);

    /// <summary>The text behind its byte order mark, if it has one.</summary>
    internal static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> json) =>
        json.StartsWith("\uFEFF"u8) ? json[3..] : json;

    private static void Write(IBufferWriter<byte> output, (IMessage Message, JsonField? Field) what)
    {
        var writer = sparedWriter;
        sparedWriter = null;
        if (writer is null)
        {
            writer = new Utf8JsonWriter(output, WriterOptions);
        }
        else
        {
            writer.Reset(output);
        }

        if (what.Field is null)
        {
            Write(what.Message, writer);
        }
        else
        {
            what.Field.WriteValue(writer, what.Message);
        }

        writer.Flush();
        sparedWriter = writer;
    }

    private static void Read(IMessage message, JsonField? field, ReadOnlySpan<byte> json)
    {
        json = WithoutMark(json);
        var reader = new Utf8JsonReader(json, ReaderOptions);
        try
        {
            reader.Read();
            if (field is null)
            {
                MessageCodec.For(message.Descriptor).Read(ref reader, message);
            }
            else if (reader.TokenType != JsonTokenType.Null || field.TakesNull)
            {
                field.Read(ref reader, message);
            }

            reader.Read();
        }
        catch (ProtoJsonException refusal)
        {
            var at = reader.TokenStartIndex;
            throw new ProtoJsonException(refusal.Problem, JsonFieldPath.At(json, at, ReaderOptions), at, refusal);
        }
        catch (JsonException broken)
        {
            throw Malformed(json, reader.BytesConsumed, broken);
        }
    }

    private static ProtoJsonException Malformed(ReadOnlySpan<byte> json, long position, JsonException broken)
    {
        var reason = broken.Message.Split(" LineNumber:", 2)[0].TrimEnd('.');
        var problem = string.Create(
            CultureInfo.InvariantCulture,
            $"malformed JSON at line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}: {reason}");
        return new ProtoJsonException(problem, JsonFieldPath.At(json, long.MaxValue, ReaderOptions), position, broken);
    }
}
