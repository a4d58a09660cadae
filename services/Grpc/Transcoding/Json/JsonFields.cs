using System.Reflection;
using Google.Protobuf.Reflection;

namespace Grpc.Transcoding.Json;

/// <summary>Chooses the codec of a field from its descriptor and the type of the generated property.</summary>
internal static class JsonFields
{
    private const string WrappersFile = "google/protobuf/wrappers.proto";

    public static PropertyInfo Property(FieldDescriptor field) =>
        field.ContainingType.ClrType.GetProperty(field.PropertyName)
        ?? throw new NotSupportedException($"{field.FullName} has no generated property.");

    public static JsonField Make(FieldDescriptor field)
    {
        var owner = field.ContainingType.ClrType;
        var property = Property(field).PropertyType;
        if (field.IsMap)
        {
            var types = property.GetGenericArguments();
            var (key, value) = (field.MessageType.FindFieldByNumber(1), field.MessageType.FindFieldByNumber(2));
            return New(typeof(MapValues<,,>), [owner, .. types], field, Codec(key, types[0]), Codec(value, types[1]));
        }

        if (field.IsRepeated)
        {
            var type = property.GetGenericArguments()[0];
            return New(typeof(RepeatedValues<,>), [owner, type], field, Codec(field, type));
        }

        var held = field.FieldType == FieldType.Enum ? typeof(int) : property;
        return New(typeof(SingularField<,>), [owner, held], field, Codec(field, held));
    }

    private static JsonField New(Type generic, Type[] types, params object[] arguments) =>
        (JsonField)Activator.CreateInstance(generic.MakeGenericType(types), arguments)!;

    private static object Codec(FieldDescriptor field, Type type) => field.FieldType switch
    {
        FieldType.Enum => EnumCodec(field.EnumType, type),
        FieldType.Message when field.MessageType.File.Name == WrappersFile => Wrapped(field, type),
        FieldType.Message => Activator.CreateInstance(typeof(MessageValue<>).MakeGenericType(type), field.MessageType)!,
        FieldType.Group => throw new NotSupportedException($"{field.FullName} is a group."),
        _ => ScalarCodecs.For(type),
    };

    private static object EnumCodec(EnumDescriptor enumeration, Type type)
    {
        ValueCodec<int> names = enumeration.FullName == "google.protobuf.NullValue"
            ? new NullCodec()
            : new EnumNames(enumeration);
        return type == typeof(int)
            ? names
            : Activator.CreateInstance(typeof(EnumValue<>).MakeGenericType(type), names)!;
    }

    private static object Wrapped(FieldDescriptor field, Type type)
    {
        var held = Nullable.GetUnderlyingType(type);
        var codec = Codec(field.MessageType.FindFieldByNumber(1), held ?? type);
        return held is null ? codec : Activator.CreateInstance(typeof(NullableValue<>).MakeGenericType(held), codec)!;
    }
}
