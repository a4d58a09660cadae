using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Transcoding.Json;
using Shouldly;
using Test.Json;
using Xunit;

namespace Risk.Grpc.Tests.Transcoding.Json;

public sealed class WellKnownTests
{
    [Theory]
    [InlineData("2026-01-31T08:30:00Z", "2026-01-31T08:30:00Z")]
    [InlineData("2026-01-31T08:30:00.5Z", "2026-01-31T08:30:00.500Z")]
    [InlineData("2026-01-31T08:30:00.123456Z", "2026-01-31T08:30:00.123456Z")]
    [InlineData("2026-01-31T08:30:00.000000001Z", "2026-01-31T08:30:00.000000001Z")]
    [InlineData("2026-01-31T08:30:00+08:00", "2026-01-31T00:30:00Z")]
    [InlineData("2025-12-31T20:00:00-05:30", "2026-01-01T01:30:00Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z")]
    [InlineData("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.500Z")]
    [InlineData("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z")]
    public void Times_are_rfc_3339_in_utc(string given, string written) =>
        Rewritten($$"""{"time":"{{given}}"}""").ShouldBe($$"""{"time":"{{written}}","nullValue":null}""");

    [Theory]
    [InlineData("")]
    [InlineData("2026-01-31")]
    [InlineData("2026-01-31T08:30:00")]
    [InlineData("2026-01-31 08:30:00Z")]
    [InlineData("2026-01-31t08:30:00z")]
    [InlineData("2026-02-30T00:00:00Z")]
    [InlineData("2025-02-29T00:00:00Z")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("2026-01-31T24:00:00Z")]
    [InlineData("2026-01-31T08:60:00Z")]
    [InlineData("2026-01-31T08:30:60Z")]
    [InlineData("2026-01-31T08:30:00.Z")]
    [InlineData("2026-01-31T08:30:00.1234567891Z")]
    [InlineData("2026-01-31T08:30:00+8:00")]
    [InlineData("2026-01-31T08:30:00+19:00")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("+026-01-31T08:30:00Z")]
    public void What_is_no_time_is_refused(string given) =>
        Should.Throw<ProtoJsonException>(() => Rewritten($$"""{"time":"{{given}}"}"""))
            .Message.ShouldBe("time: must be a time such as 2026-01-31T08:30:00Z");

    [Theory]
    [InlineData("0s", "0s")]
    [InlineData("1.5s", "1.500s")]
    [InlineData("-0.000001s", "-0.000001s")]
    [InlineData("-3s", "-3s")]
    [InlineData("315576000000.999999999s", "315576000000.999999999s")]
    public void Durations_are_seconds(string given, string written) =>
        Rewritten($$"""{"duration":"{{given}}"}""").ShouldBe($$"""{"duration":"{{written}}","nullValue":null}""");

    [Theory]
    [InlineData("1")]
    [InlineData("s")]
    [InlineData("1m")]
    [InlineData("+1s")]
    [InlineData("--1s")]
    [InlineData("1.s")]
    [InlineData(".5s")]
    [InlineData("315576000001s")]
    [InlineData("99999999999999999999s")]
    public void What_is_no_duration_is_refused(string given) =>
        Should.Throw<ProtoJsonException>(() => Rewritten($$"""{"duration":"{{given}}"}""")).Field.ShouldBe("duration");

    [Theory]
    [InlineData("""{"mask":"displayName,terms.dueOn"}""")]
    [InlineData("""{"mask":""}""")]
    [InlineData("""{"struct":{"a":[1,"b",null,true,{"c":{}}],"d":-0.5}}""")]
    [InlineData("""{"value":null}""")]
    [InlineData("""{"value":[null,[]]}""")]
    [InlineData("""{"list":[1,[2],{"a":"b"}]}""")]
    [InlineData("""{"empty":{}}""")]
    [InlineData("""{"doubleValue":0,"int64Value":"0","uint64Value":"1","int32Value":0}""")]
    [InlineData("""{"boolValue":false,"stringValue":"","bytesValue":""}""")]
    [InlineData("""{"any":{"@type":"type.googleapis.com/test.json.v1.Leaf","someName":"x","anotherName":""}}""")]
    [InlineData("""{"any":{"@type":"type.googleapis.com/google.protobuf.Duration","value":"1.500s"}}""")]
    [InlineData("""{"any":{"@type":"type.googleapis.com/google.protobuf.Any","value":{}}}""")]
    [InlineData("""{"any":{"@type":"type.googleapis.com/google.protobuf.Value","value":null}}""")]
    public void A_form_of_its_own_comes_back_as_it_went(string json)
    {
        var written = Rewritten(json);
        ProtoJson.Parse<WellKnown>(written).ShouldBe(ProtoJson.Parse<WellKnown>(json));
        written.ShouldContain(json[1..^1]);
    }

    [Fact]
    public void The_type_of_an_any_may_come_last()
    {
        var any = ProtoJson.Parse<WellKnown>(
            """{"any":{"someName":"x","@type":"type.googleapis.com/test.json.v1.Leaf"}}""").Any;
        any.Unpack<Leaf>().ShouldBe(new Leaf { SomeName = "x" });
    }

    [Fact]
    public void Details_of_errors_are_known_to_any() =>
        ProtoJson.ToText(Any.Pack(new ErrorInfo { Domain = "risk" })).ShouldContain("\"domain\":\"risk\"");

    [Theory]
    [InlineData("""{"any":{"someName":"x"}}""")]
    [InlineData("""{"any":{"@type":"type.googleapis.com/no.such.Type"}}""")]
    [InlineData("""{"any":{"@type":"type.googleapis.com/google.protobuf.Duration"}}""")]
    [InlineData("""{"any":{"@type":7}}""")]
    [InlineData("""{"any":[]}""")]
    [InlineData("""{"struct":[]}""")]
    [InlineData("""{"struct":{"a":1,"a":2}}""")]
    [InlineData("""{"list":{}}""")]
    [InlineData("""{"value":1e999}""")]
    [InlineData("""{"nullValue":0}""")]
    [InlineData("""{"mask":["a"]}""")]
    public void What_has_not_the_form_is_refused(string json) =>
        Should.Throw<ProtoJsonException>(() => Rewritten(json)).Problem.ShouldNotBeEmpty();

    [Fact]
    public void A_time_or_duration_out_of_range_is_not_written()
    {
        Should.Throw<InvalidOperationException>(() => ProtoJson.ToBytes(new Timestamp { Seconds = long.MaxValue }));
        Should.Throw<InvalidOperationException>(() => ProtoJson.ToBytes(new Timestamp { Nanos = -1 }));
        Should.Throw<InvalidOperationException>(() => ProtoJson.ToBytes(new Duration { Seconds = 1, Nanos = -1 }));
        Should.Throw<InvalidOperationException>(() => ProtoJson.ToBytes(new Duration { Seconds = long.MinValue }));
        ProtoJson.ToText(new Leaf()).ShouldBe("""{"someName":"","anotherName":""}""");
    }

    private static string Rewritten(string json) => ProtoJson.ToText(ProtoJson.Parse<WellKnown>(json));
}
