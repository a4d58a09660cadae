using System.Text;
using Google.Protobuf;
using Grpc.Transcoding.Json;
using Shouldly;
using Test.Json;
using Xunit;

namespace Risk.Grpc.Tests.Transcoding.Json;

public sealed class ReadingTests
{
    [Theory]
    [InlineData("""{"int32Value":-7}""", """{"int32_value":"-7"}""")]
    [InlineData("""{"int32Value":100}""", """{"int32Value":1e2}""")]
    [InlineData("""{"int32Value":100}""", """{"int32Value":100.0}""")]
    [InlineData("""{"int32Value":100}""", """{"int32Value":"1\u0030\u0030"}""")]
    [InlineData("""{"uint32Value":4294967295}""", """{"uint32Value":"4294967295"}""")]
    [InlineData("""{"int64Value":"-9223372036854775808"}""", """{"int64Value":-9223372036854775808}""")]
    [InlineData("""{"uint64Value":"18446744073709551615"}""", """{"uint64Value":18446744073709551615}""")]
    [InlineData("""{"doubleValue":1.5}""", """{"doubleValue":"1.5"}""")]
    [InlineData("""{"floatValue":"-Infinity"}""", """{"float_value":"-Infinity"}""")]
    [InlineData("""{"bytesValue":"+/8="}""", """{"bytesValue":"-_8"}""")]
    [InlineData("""{"bytesValue":"+/8="}""", """{"bytesValue":"+/8"}""")]
    [InlineData("""{"colour":"COLOUR_BLUE"}""", """{"colour":2}""")]
    [InlineData("""{"colour":77}""", """{"colour":77}""")]
    [InlineData("""{"colour":"COLOUR_BELOW"}""", """{"colour":-3}""")]
    [InlineData("""{"colour":0}""", """{"colour":"COLOUR_FROM_THE_FUTURE"}""")]
    [InlineData("""{"stringValue":"a😀"}""", """{"string\u0056alue":"a\ud83d\ude00"}""")]
    [InlineData("{}", """{"future":{"a":[1,{"b":null}]},"boolValue":null,"stringValue":null}""")]
    [InlineData("{}", "\uFEFF { } \r\n")]
    public void Forms_of_one_value_are_read_alike(string plain, string json) =>
        ProtoJson.Parse<Scalars>(json).ShouldBe(JsonParser.Default.Parse<Scalars>(plain));

    [Theory]
    [InlineData("""{"int32Value":2147483648}""", "int32Value: must be between -2147483648 and 2147483647")]
    [InlineData("""{"int32Value":1.5}""", "int32Value: must be a whole number")]
    [InlineData("""{"int32Value":"1 "}""", "int32Value: must be a number")]
    [InlineData("""{"int32Value":"+1"}""", "int32Value: must be a number")]
    [InlineData("""{"int32Value":"01"}""", "int32Value: must be a number")]
    [InlineData("""{"int32Value":""}""", "int32Value: must be a number")]
    [InlineData("""{"int32Value":"0x10"}""", "int32Value: must be a number")]
    [InlineData("""{"int32Value":true}""", "int32Value: must be a number")]
    [InlineData("""{"uint32Value":-1}""", "uint32Value: must be between 0 and 4294967295")]
    [InlineData(
        """{"int64Value":9223372036854775808}""",
        "int64Value: must be between -9223372036854775808 and 9223372036854775807")]
    [InlineData("""{"uint64Value":1e400}""", "uint64Value: must be between 0 and 18446744073709551615")]
    [InlineData("""{"doubleValue":1e999}""", "doubleValue: is too large a number")]
    [InlineData("""{"floatValue":1e39}""", "floatValue: is too large a number")]
    [InlineData("""{"doubleValue":"nan"}""", "doubleValue: must be a number")]
    [InlineData("""{"boolValue":"true"}""", "boolValue: must be true or false")]
    [InlineData("""{"boolValue":1}""", "boolValue: must be true or false")]
    [InlineData("""{"stringValue":5}""", "stringValue: must be a string")]
    [InlineData("""{"stringValue":"\ud800"}""", "stringValue: is not well-formed Unicode text")]
    [InlineData("""{"bytesValue":"a*=="}""", "bytesValue: must be a string of base64")]
    [InlineData("""{"bytesValue":"abcde"}""", "bytesValue: must be a string of base64")]
    [InlineData("""{"bytesValue":[1]}""", "bytesValue: must be a string of base64")]
    [InlineData("""{"colour":true}""", "colour: must be the name or the number of an enum value")]
    [InlineData("""{"boolValue":true,"bool_value":true}""", "bool_value: is given twice")]
    [InlineData("[]", "must be an object")]
    [InlineData("null", "must be an object")]
    [InlineData("7", "must be an object")]
    public void What_is_no_value_of_the_field_is_refused(string json, string problem) =>
        Refusal<Scalars>(json).Message.ShouldBe(problem);

    [Theory]
    [InlineData("", "malformed JSON at line 1, byte 1")]
    [InlineData("{", "malformed JSON at line 1, byte 2")]
    [InlineData("{} x", "malformed JSON at line 1, byte 4")]
    [InlineData("{}{}", "malformed JSON at line 1, byte 3")]
    [InlineData("{\n\"boolValue\": tru}", "boolValue: malformed JSON at line 2, byte 17")]
    [InlineData("{\"boolValue\":true,}", "boolValue: malformed JSON at line 1, byte 19")]
    [InlineData("{'boolValue':true}", "malformed JSON at line 1, byte 2")]
    [InlineData("{\"int32Value\":01}", "int32Value: malformed JSON at line 1, byte 16")]
    [InlineData("{\"doubleValue\":NaN}", "doubleValue: malformed JSON at line 1, byte 16")]
    [InlineData("{/* a */}", "malformed JSON at line 1, byte 2")]
    [InlineData("{\"stringValue\":\"a\nb\"}", "stringValue: malformed JSON at line 1, byte 18")]
    public void Malformed_json_is_refused_with_its_place(string json, string problem) =>
        Refusal<Scalars>(json).Message.ShouldStartWith(problem);

    [Theory]
    [InlineData("""{"lines":[{"amount":1},{"amount":2},{"amount":"x"}]}""", "lines[2].amount")]
    [InlineData("""{"lines":[{},{"colour":[]}]}""", "lines[1].colour")]
    [InlineData("""{"unknown":[[{"a":[1,2]}]],"lines":[{"article":{}}]}""", "lines[0].article")]
    [InlineData("""{"lines":{}}""", "lines")]
    [InlineData("""{"lines":[null]}""", "lines[0]")]
    [InlineData("""{"lines":[{}],"placed_at":"x"}""", "placed_at")]
    public void A_refusal_names_the_field_as_the_sender_wrote_it(string json, string field) =>
        Refusal<Order>(json).Field.ShouldBe(field);

    [Theory]
    [InlineData("""{"number":1,"text":"a"}""", "text: only one of the fields of 'choice' may be given")]
    [InlineData("""{"nothing":null,"leaf":{}}""", "leaf: only one of the fields of 'choice' may be given")]
    public void Two_fields_of_a_oneof_are_refused(string json, string problem) =>
        Refusal<Choices>(json).Message.ShouldBe(problem);

    [Fact]
    public void A_null_field_of_a_oneof_is_not_given() =>
        ProtoJson.Parse<Choices>("""{"number":null,"text":"a","yes":false}""")
            .ShouldBe(new Choices { Text = "a", Yes = false });

    [Fact]
    public void Nesting_is_limited()
    {
        var allowed = Nested((ProtoJson.DepthMax / 2) - 1);
        ProtoJson.Parse<Tree>(allowed).ShouldNotBeNull();
        Refusal<Tree>(Nested(ProtoJson.DepthMax)).Message.ShouldContain("depth");
        Refusal<Tree>(Nested(1_000_000)).Message.ShouldContain("depth");
        Refusal<WellKnown>($$"""{"value":{{new string('[', 100_000)}}""").Message.ShouldContain("depth");
        Refusal<Scalars>($$"""{"future":{{new string('[', 100_000)}}""").Message.ShouldContain("depth");

        static string Nested(int depth) =>
            Repeated("""{"branches":[""", depth) + "{}" + Repeated("]}", depth);

        static string Repeated(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused()
    {
        byte[] json = [.. """{"stringValue":"a"""u8, 0xFF, 0xC0, .. "\"}"u8];
        Should.Throw<ProtoJsonException>(() => ProtoJson.Parse<Scalars>(json)).Field.ShouldBe("stringValue");
    }

    [Fact]
    public void A_message_is_read_into_what_it_holds()
    {
        var order = new Order { OrderId = "1", Lines = { new Order.Types.Line { Article = "a" } } };
        ProtoJson.Merge(order, """{"lines":[{"article":"b"}]}"""u8);
        order.ShouldBe(new Order
        {
            OrderId = "1",
            Lines = { new Order.Types.Line { Article = "a" }, new Order.Types.Line { Article = "b" } },
        });
    }

    [Fact]
    public void A_type_may_be_known_by_its_descriptor_only() =>
        ProtoJson.Parse(Leaf.Descriptor, """{"anotherName":"x"}"""u8).ShouldBe(new Leaf { Other = "x" });

    private static ProtoJsonException Refusal<T>(string json)
        where T : IMessage<T>, new() =>
        Should.Throw<ProtoJsonException>(
            () => ProtoJson.Parse<T>(Encoding.UTF8.GetBytes(json)), json[..Math.Min(json.Length, 80)]);
}
