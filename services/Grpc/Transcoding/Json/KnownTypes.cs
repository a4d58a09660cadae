using System.Collections.Concurrent;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;

namespace Grpc.Transcoding.Json;

/// <summary>The message types that a google.protobuf.Any may hold: the well-known ones and those of every file that was
/// used or named.</summary>
internal static class KnownTypes
{
    private static readonly ConcurrentDictionary<string, MessageDescriptor> Types = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<FileDescriptor, bool> Files = new();

    static KnownTypes()
    {
        ReadOnlySpan<FileDescriptor> always =
        [
            WrappersReflection.Descriptor, StructReflection.Descriptor, TimestampReflection.Descriptor,
            DurationReflection.Descriptor, FieldMaskReflection.Descriptor, EmptyReflection.Descriptor,
            AnyReflection.Descriptor, ErrorDetailsReflection.Descriptor, StatusReflection.Descriptor,
        ];
        foreach (var file in always)
        {
            Add(file);
        }
    }

    public static void Add(FileDescriptor file)
    {
        if (!Files.TryAdd(file, true))
        {
            return;
        }

        foreach (var type in file.MessageTypes)
        {
            Add(type);
        }

        foreach (var dependency in file.Dependencies)
        {
            Add(dependency);
        }
    }

    public static MessageDescriptor Find(string typeUrl)
    {
        var name = typeUrl[(typeUrl.LastIndexOf('/') + 1)..];
        return Types.TryGetValue(name, out var type)
            ? type
            : throw new ProtoJsonException($"'{name}' is not a known message type");
    }

    private static void Add(MessageDescriptor type)
    {
        Types.TryAdd(type.FullName, type);
        foreach (var nested in type.NestedTypes)
        {
            Add(nested);
        }
    }
}
