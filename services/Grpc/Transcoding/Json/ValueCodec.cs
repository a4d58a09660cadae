using System.Globalization;
using System.Text.Json;

namespace Grpc.Transcoding.Json;

/// <summary>How one kind of value is written as JSON and read again.</summary>
internal abstract class ValueCodec<T>
{
    public virtual bool TakesNull => false;

    public abstract void Write(Utf8JsonWriter writer, T value);

    public virtual void Write(Utf8JsonWriter writer, JsonEncodedText name, T value)
    {
        writer.WritePropertyName(name);
        Write(writer, value);
    }

    /// <summary>Reads from the value's first token and leaves the reader on its last.</summary>
    public abstract T Read(ref Utf8JsonReader reader);

    /// <summary>Reads a value from a map key, a path or a query.</summary>
    public virtual T ReadText(string text)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(text, TextJson.Default.String);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return Read(ref reader);
    }

    /// <summary>The value as the key of a map.</summary>
    public virtual string WriteText(T value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
