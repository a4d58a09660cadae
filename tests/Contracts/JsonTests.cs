using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Transcoding.Json;
using Risk.Grpc.Tests.Transcoding.Json;
using Risk.Types.V1;
using Shouldly;
using Xunit;

namespace Risk.Contracts.Tests;

public sealed class JsonTests
{
    private const int RoundsPerMessage = 40;

    public static TheoryData<string> MessageNames => [.. Messages().Select(type => type.FullName)];

    [Theory]
    [MemberData(nameof(MessageNames))]
    public void Every_message_comes_back_from_json_as_it_was(string name)
    {
        var type = Messages().Single(message => message.FullName == name);
        for (var seed = 0; seed < RoundsPerMessage; seed++)
        {
            var message = new RandomMessages(seed).Make(type);
            var json = ProtoJson.ToBytes(message);
            ProtoJson.Parse(type, json).ShouldBe(message, $"seed {seed}");
            ProtoJson.ToBytes(ProtoJson.Parse(type, json)).ShouldBe(json, $"seed {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(MessageNames))]
    public void Every_message_comes_back_from_bytes_as_it_was(string name)
    {
        var type = Messages().Single(message => message.FullName == name);
        for (var seed = 0; seed < RoundsPerMessage; seed++)
        {
            var message = new RandomMessages(seed).Make(type);
            type.Parser.ParseFrom(message.ToByteArray()).ShouldBe(message, $"seed {seed}");
        }
    }

    [Fact]
    public void No_message_has_a_map_because_their_order_is_undefined() =>
        Messages().SelectMany(type => type.Fields.InDeclarationOrder()).Where(field => field.IsMap).ShouldBeEmpty();

    [Fact]
    public void Every_enum_begins_with_unspecified()
    {
        foreach (var zero in Files().SelectMany(file => file.EnumTypes).Select(type => type.FindValueByNumber(0)))
        {
            zero.Name.ShouldEndWith("_UNSPECIFIED");
        }
    }

    private static IEnumerable<MessageDescriptor> Messages() =>
        Files().SelectMany(file => file.MessageTypes).SelectMany(WithNested);

    private static IEnumerable<MessageDescriptor> WithNested(MessageDescriptor type) =>
        type.NestedTypes.SelectMany(WithNested).Prepend(type);

    private static IEnumerable<FileDescriptor> Files() => typeof(Money).Assembly.GetTypes()
        .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
        .Select(type => type.GetProperty("Descriptor")?.GetValue(null)).OfType<FileDescriptor>()
        .Where(file => file.Package.StartsWith("risk.", StringComparison.Ordinal));
}
