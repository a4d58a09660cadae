using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Transcoding.Json;

namespace Grpc.Transcoding.Requests;

/// <summary>A field reached through messages (<c>customer.address.country</c>), to be filled from text.</summary>
internal sealed class FieldPath
{
    private const int StepsMax = 8;

    private readonly FieldDescriptor[] above;
    private readonly JsonField leaf;

    private FieldPath(string name, FieldDescriptor[] parents, JsonField field) =>
        (Name, above, leaf) = (name, parents, field);

    /// <summary>The path as the caller wrote it.</summary>
    public string Name { get; }

    /// <summary>The path by the names of the proto file.</summary>
    public string FullName => string.Join('.', above.Append(leaf.Descriptor).Select(step => step.Name));

    public FieldDescriptor Descriptor => leaf.Descriptor;

    /// <summary>Finds a path by the proto or the JSON names of its fields; null when there is no such field.</summary>
    public static FieldPath? Find(MessageDescriptor type, string name)
    {
        var steps = name.Split('.');
        if (steps.Length > StepsMax)
        {
            return null;
        }

        var parents = new FieldDescriptor[steps.Length - 1];
        for (var i = 0; i < parents.Length; i++)
        {
            var parent = (MessageCodec.For(type) as PlainMessage)?.Field(steps[i])?.Descriptor;
            if (parent is not { FieldType: FieldType.Message, IsRepeated: false })
            {
                return null;
            }

            parents[i] = parent;
            type = parent.MessageType;
        }

        var field = (MessageCodec.For(type) as PlainMessage)?.Field(steps[^1]);
        return field is null ? null : new FieldPath(name, parents, field);
    }

    /// <summary>Sets the field, or adds to it when it is repeated.</summary>
    public void Read(string text, IMessage into)
    {
        foreach (var parent in above)
        {
            if (parent.Accessor.GetValue(into) is not IMessage held)
            {
                held = MessageCodec.New(parent.MessageType);
                parent.Accessor.SetValue(into, held);
            }

            into = held;
        }

        try
        {
            leaf.ReadText(text, into);
        }
        catch (ProtoJsonException refusal)
        {
            throw new ProtoJsonException(refusal.Problem, Name, position: -1, refusal);
        }
    }
}
