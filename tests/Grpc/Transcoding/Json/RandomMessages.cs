using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Risk.Grpc.Tests.Transcoding.Json;

/// <summary>Fills messages with arbitrary but repeatable values, by their descriptors.</summary>
public sealed class RandomMessages(int seed)
{
    private const int DepthMax = 4;
    private static readonly string[] Texts =
        ["", "a", "准入与授信", "\"\\/\b\f\n\r\t", "\u0000\u001f\u007f", "😀🏦", "<script>&'", "\u2028\u2029", "0", "null"];

    private readonly Random random = new(seed);

    public T Make<T>() where T : IMessage, new() => (T)Make(new T().Descriptor);

    public IMessage Make(MessageDescriptor type) => Make(type, depth: 0);

    private IMessage Make(MessageDescriptor type, int depth)
    {
        var message = (IMessage)Activator.CreateInstance(type.ClrType)!;
        switch (message)
        {
            case Timestamp time:
                (time.Seconds, time.Nanos) = (random.NextInt64(-62_135_596_800, 253_402_300_799), Nanos());
                break;
            case Duration duration:
                var sign = random.Next(2) == 0 ? -1 : 1;
                (duration.Seconds, duration.Nanos) = (sign * random.NextInt64(315_576_000_000), sign * Nanos());
                break;
            case FieldMask mask:
                mask.Paths.Add(random.Next(2) == 0 ? ["display_name", "terms.due_on"] : []);
                break;
            case Value value:
                Fill(value, depth);
                break;
            case Any any:
                any.TypeUrl = "type.googleapis.com/google.protobuf.StringValue";
                any.Value = new StringValue { Value = Text() }.ToByteString();
                break;
            default:
                Fill(message, depth);
                break;
        }

        return message;
    }

    private void Fill(IMessage message, int depth)
    {
        var oneofs = message.Descriptor.Oneofs.Where(oneof => !oneof.IsSynthetic)
            .Select(oneof => oneof.Fields[random.Next(oneof.Fields.Count)]).ToHashSet();
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            var leftOut = field.HasPresence && random.Next(4) == 0;
            var tooDeep = depth >= DepthMax && field.FieldType == FieldType.Message;
            if (!leftOut && !tooDeep && (field.RealContainingOneof is null || oneofs.Contains(field)))
            {
                Fill(message, field, depth);
            }
        }
    }

    private void Fill(IMessage message, FieldDescriptor field, int depth)
    {
        if (field.IsMap)
        {
            var map = (IDictionary)field.Accessor.GetValue(message);
            var (key, value) = (field.MessageType.FindFieldByNumber(1), field.MessageType.FindFieldByNumber(2));
            for (var i = random.Next(4); i > 0; i--)
            {
                map[key.FieldType == FieldType.String ? $"k{Text()}" : One(key, depth + 1)] = One(value, depth + 1);
            }
        }
        else if (field.IsRepeated)
        {
            var list = (IList)field.Accessor.GetValue(message);
            for (var i = random.Next(4); i > 0; i--)
            {
                list.Add(One(field, depth + 1));
            }
        }
        else
        {
            field.Accessor.SetValue(message, One(field, depth + 1));
        }
    }

    private object One(FieldDescriptor field, int depth) => field.FieldType switch
    {
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => (int)Bits(),
        FieldType.UInt32 or FieldType.Fixed32 => (uint)Bits(),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => Bits(),
        FieldType.UInt64 or FieldType.Fixed64 => (ulong)Bits(),
        FieldType.Double => Real(),
        FieldType.Float => (float)Real(),
        FieldType.Bool => random.Next(2) == 0,
        FieldType.String => Text(),
        FieldType.Bytes => Bytes(),
        FieldType.Enum => System.Enum.ToObject(
            field.EnumType.ClrType, field.EnumType.Values[random.Next(field.EnumType.Values.Count)].Number),
        _ when field.MessageType.File.Name == "google/protobuf/wrappers.proto" =>
            One(field.MessageType.FindFieldByNumber(1), depth),
        _ => Make(field.MessageType, depth),
    };

    private void Fill(Value value, int depth)
    {
        switch (random.Next(depth >= DepthMax ? 4 : 6))
        {
            case 0: value.NullValue = NullValue.NullValue; break;
            case 1: value.BoolValue = random.Next(2) == 0; break;
            case 2: value.NumberValue = random.NextDouble(); break;
            case 3: value.StringValue = Text(); break;
            case 4: value.StructValue = (Struct)Make(Struct.Descriptor, depth + 1); break;
            default: value.ListValue = (ListValue)Make(ListValue.Descriptor, depth + 1); break;
        }
    }

    private long Bits() => random.Next(5) switch
    {
        0 => 0,
        1 => long.MaxValue,
        2 => long.MinValue,
        _ => random.NextInt64() >> random.Next(64),
    };

    private double Real() => random.Next(6) switch
    {
        0 => 0,
        1 => double.NaN,
        2 => double.PositiveInfinity,
        3 => 1e30 * random.NextDouble(),
        _ => Math.Round(random.NextDouble() * 1000, 2),
    };

    private int Nanos() => random.Next(4) switch
    {
        0 => 0,
        1 => random.Next(1000) * 1_000_000,
        2 => random.Next(1_000_000) * 1_000,
        _ => random.Next(1_000_000_000),
    };

    private string Text() => Texts[random.Next(Texts.Length)] + (random.Next(3) == 0 ? $"{random.Next()}" : "");

    private ByteString Bytes()
    {
        var bytes = new byte[random.Next(40)];
        random.NextBytes(bytes);
        return ByteString.CopyFrom(bytes);
    }
}
