using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Risk.ServiceDefaults.Events;

namespace Risk.Contracts.Tests.Events;

/// <summary>An event of the contract: a message of a service's events.proto, with its comments.</summary>
internal sealed class ContractEvent
{
    private static readonly Dictionary<string, MessageDescriptor> Generated = typeof(Contract).Assembly.GetTypes()
        .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
        .Select(type => type.GetProperty("Descriptor")?.GetValue(null)).OfType<FileDescriptor>()
        .SelectMany(file => file.MessageTypes).ToDictionary(message => message.FullName, StringComparer.Ordinal);

    private ContractEvent(MessageDescriptor message) => Message = message;

    /// <summary>All of them, by service and in the order of the files.</summary>
    public static IReadOnlyList<ContractEvent> All { get; } =
    [
        .. FileDescriptor.BuildFromByteStrings(
                FileDescriptorSet.Parser.ParseFrom(Contract.DescriptorSet.Span).File.Select(f => f.ToByteString()),
                [AnnotationsExtensions.Http, FieldBehaviorExtensions.FieldBehavior])
            .Where(file => file.Name.EndsWith("/events.proto", StringComparison.Ordinal))
            .Where(file => file.Package != "risk.types.v1")
            .SelectMany(file => file.MessageTypes).Select(message => new ContractEvent(message)),
    ];

    /// <summary>With comments, which the generated descriptors do not have.</summary>
    public MessageDescriptor Message { get; }

    public MessageDescriptor GeneratedMessage => Generated[Message.FullName];

    public string Name => Message.Name;

    /// <summary>Such as <c>risk.scoring.grade_changed.v1</c>.</summary>
    public string Type => EventType.Of(Message).Name;

    public string Service => EventType.Of(Message).Producer;

    /// <summary>Such as <c>A customer was scored. Subject: the customer's id.</c></summary>
    public string Comment => CommentOf(Message.Declaration);

    /// <summary>The comment without what it says of the subject.</summary>
    public string When => Comment.Split("Subject:")[0].Trim();

    public string Subject => Comment.Split("Subject:") is [_, var subject] ? subject.Trim().TrimEnd('.') : "";

    /// <summary>A body of this event, as it would be published.</summary>
    public byte[] Example()
    {
        var sample = new SampleBody().Of(Message).ToJsonString();
        return EventBodies.Canonical(GeneratedMessage, sample);
    }

    public static string CommentOf(DescriptorDeclaration? declaration) => string.Join(
        ' ', (declaration?.LeadingComments ?? "").Split('\n', StringSplitOptions.TrimEntries)).Trim();
}
