using System.Text.Json;

namespace Grpc.Transcoding.Json;

/// <summary>double: a JSON number; NaN and the infinities are strings.</summary>
internal sealed class DoubleNumber : ValueCodec<double>
{
    public override void Write(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteStringValue(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8);
        }
    }

    public override double Read(ref Utf8JsonReader reader) => NumberText.Floating(in reader);
}

/// <summary>float: a JSON number; NaN and the infinities are strings.</summary>
internal sealed class SingleNumber : ValueCodec<float>
{
    public override void Write(Utf8JsonWriter writer, float value)
    {
        if (float.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteStringValue(float.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8);
        }
    }

    public override float Read(ref Utf8JsonReader reader)
    {
        var wide = NumberText.Floating(in reader);
        var value = (float)wide;
        return float.IsFinite(value) || !double.IsFinite(wide)
            ? value
            : throw new ProtoJsonException("is too large a number");
    }
}
