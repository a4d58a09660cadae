using System.Text.Json;
using Grpc.Transcoding.Json;
using Shouldly;
using Test.Json;
using Xunit;

namespace Risk.Grpc.Tests.Transcoding.Json;

public sealed class WritingTests
{
    [Fact]
    public void Default_values_are_written() => ProtoJson.ToText(new Scalars()).ShouldBe(
        """
        {"int32Value":0,"sint32Value":0,"sfixed32Value":0,"uint32Value":0,"fixed32Value":0,"int64Value":"0",
        "sint64Value":"0","sfixed64Value":"0","uint64Value":"0","fixed64Value":"0","doubleValue":0,"floatValue":0,
        "boolValue":false,"stringValue":"","bytesValue":"","colour":"COLOUR_UNSPECIFIED"}
        """.ReplaceLineEndings(""));

    [Fact]
    public void What_has_a_presence_is_written_when_it_is_set()
    {
        ProtoJson.ToText(new Optionals()).ShouldBe("{}");
        ProtoJson.ToText(new Optionals { Number = 0, Text = "", Flag = false, Colour = Colour.Unspecified })
            .ShouldBe("""{"number":0,"text":"","flag":false,"colour":"COLOUR_UNSPECIFIED"}""");
        ProtoJson.ToText(new Optionals { Leaf = new Leaf() })
            .ShouldBe("""{"leaf":{"someName":"","anotherName":""}}""");
        ProtoJson.ToText(new Choices()).ShouldBe("{}");
        ProtoJson.ToText(new Choices { Number = 0, Count = 0 }).ShouldBe("""{"number":0,"count":"0"}""");
    }

    [Fact]
    public void Empty_lists_and_maps_are_written()
    {
        ProtoJson.ToText(new Order()).ShouldBe("""{"orderId":"","lines":[]}""");
        ProtoJson.ToText(new Maps { ByBool = { [true] = 1 }, ByInt64 = { [-5] = 6 } }).ShouldBe(
            """
            {"byText":{},"byInt32":{},"byInt64":{"-5":"6"},"byUint32":{},"byUint64":{},"byBool":{"true":1},
            "wrapped":{}}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public void A_value_that_an_enum_does_not_name_is_a_number() =>
        ProtoJson.ToText(new Scalars { Colour = (Colour)77 }).ShouldEndWith("\"colour\":77}");

    [Fact]
    public void Chinese_text_is_written_as_it_is() =>
        ProtoJson.ToText(new Leaf { SomeName = "准入 & <授信>" }).ShouldContain("准入 & <授信>");

    [Fact]
    public void A_message_may_be_part_of_a_larger_text()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            ProtoJson.Write(new Leaf { SomeName = "a" }, writer);
            writer.WriteEndArray();
        }

        stream.ToArray().ShouldBe("""[{"someName":"a","anotherName":""}]"""u8.ToArray());
    }

    [Fact]
    public async Task Threads_do_not_disturb_one_another()
    {
        var messages = Enumerable.Range(0, 64).Select(seed => new RandomMessages(seed).Make<Everything>()).ToArray();
        var expected = messages.Select(message => ProtoJson.ToText(message)).ToArray();
        await Parallel.ForAsync(0, 4_000, (i, _) =>
        {
            var json = ProtoJson.ToBytes(messages[i % 64]);
            System.Text.Encoding.UTF8.GetString(json).ShouldBe(expected[i % 64]);
            return ValueTask.CompletedTask;
        });
    }

    [Fact]
    public void A_message_that_failed_leaves_nothing_behind()
    {
        var broken = new WellKnown { Time = new() { Nanos = -1 } };
        Should.Throw<InvalidOperationException>(() => ProtoJson.ToBytes(broken));
        ProtoJson.ToText(new Leaf()).ShouldBe("""{"someName":"","anotherName":""}""");
    }
}
