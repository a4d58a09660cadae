using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Grpc.Transcoding.Json;

/// <summary>An enum where generated code holds it by its own type: in lists and maps.</summary>
internal sealed class EnumValue<TEnum>(ValueCodec<int> names) : ValueCodec<TEnum>
    where TEnum : struct, Enum
{
    public override bool TakesNull => names.TakesNull;

    public override void Write(Utf8JsonWriter writer, TEnum value) =>
        names.Write(writer, Unsafe.As<TEnum, int>(ref value));

    public override TEnum Read(ref Utf8JsonReader reader) => Of(names.Read(ref reader));

    public override TEnum ReadText(string text) => Of(names.ReadText(text));

    private static TEnum Of(int number) => Unsafe.As<int, TEnum>(ref number);
}
