using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Grpc.Transcoding.Json;

/// <summary>How one field of a message is written as JSON and read again, through the generated property.</summary>
internal abstract class JsonField(FieldDescriptor descriptor)
{
    public FieldDescriptor Descriptor { get; } = descriptor;

    public byte[] JsonName { get; } = Encoding.UTF8.GetBytes(descriptor.JsonName);

    public byte[] ProtoName { get; } = Encoding.UTF8.GetBytes(descriptor.Name);

    /// <summary>The place among the fields of the message.</summary>
    public int Index { get; set; }

    /// <summary>The place of the field's oneof among those of the message; −1 outside of any.</summary>
    public int OneofIndex { get; } = descriptor.RealContainingOneof?.Index ?? -1;

    /// <summary>Whether JSON null is a value of this field rather than its absence.</summary>
    public abstract bool TakesNull { get; }

    protected JsonEncodedText Name { get; } = JsonEncodedText.Encode(descriptor.JsonName);

    public static JsonField Make(FieldDescriptor field) => JsonFields.Make(field);

    /// <summary>Writes name and value; nothing when the field has a presence and is not set.</summary>
    public abstract void Write(Utf8JsonWriter writer, IMessage message);

    /// <summary>Writes the value alone; null when the field has a presence and is not set.</summary>
    public abstract void WriteValue(Utf8JsonWriter writer, IMessage message);

    /// <summary>Reads from the value's first token and leaves the reader on its last.</summary>
    public abstract void Read(ref Utf8JsonReader reader, IMessage into);

    /// <summary>Reads a value from a path or a query; for a repeated field, adds it.</summary>
    public abstract void ReadText(string text, IMessage into);
}
