using Google.Protobuf;

namespace Grpc.Transcoding.Json;

/// <summary>The codecs of the scalar types, one each.</summary>
internal static class ScalarCodecs
{
    public static readonly WholeNumber32 Int32 = new();

    private static readonly Dictionary<Type, object> ByType = new()
    {
        [typeof(int)] = Int32,
        [typeof(uint)] = new UnsignedNumber32(),
        [typeof(long)] = new WholeNumber64(),
        [typeof(ulong)] = new UnsignedNumber64(),
        [typeof(double)] = new DoubleNumber(),
        [typeof(float)] = new SingleNumber(),
        [typeof(bool)] = new TrueOrFalse(),
        [typeof(string)] = new TextValue(),
        [typeof(ByteString)] = new BytesValue(),
    };

    public static object For(Type type) => ByType.TryGetValue(type, out var codec)
        ? codec
        : throw new NotSupportedException($"{type} is no protobuf scalar.");
}
