using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Transcoding.Json;
using Shouldly;
using Test.Json;
using Xunit;

namespace Risk.Grpc.Tests.Transcoding.Json;

public sealed class RoundTripTests
{
    private static readonly TypeRegistry Types =
        TypeRegistry.FromFiles(JsonShapesReflection.Descriptor, WrappersReflection.Descriptor);

    private static readonly JsonFormatter Stock = new(new JsonFormatter.Settings(true, Types));
    private static readonly JsonParser StockParser = new(new JsonParser.Settings(100, Types));

    [Fact]
    public void What_is_written_is_read_again_and_means_the_same_to_the_stock_parser_and_formatter()
    {
        for (var seed = 0; seed < 1_000; seed++)
        {
            var message = new RandomMessages(seed).Make<Everything>();
            var json = ProtoJson.ToText(message);
            ProtoJson.Parse<Everything>(json).ShouldBe(message, $"seed {seed}");
            StockParser.Parse<Everything>(json).ShouldBe(message, $"seed {seed}");
            var stock = Stock.Format(message);
            ProtoJson.Parse<Everything>(stock).ShouldBe(message, $"seed {seed}");
            JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(stock)).ShouldBeTrue($"{seed}\n{json}\n{stock}");
        }
    }

    [Fact]
    public void Reading_random_bytes_refuses_or_succeeds_and_nothing_else()
    {
        var random = new Random(7);
        for (var round = 0; round < 3_000; round++)
        {
            var json = ProtoJson.ToBytes(new RandomMessages(round % 50).Make<Everything>());
            for (var hits = random.Next(1, 4); hits > 0; hits--)
            {
                json[random.Next(json.Length)] = (byte)random.Next(256);
            }

            try
            {
                ProtoJson.Parse<Everything>(json).ShouldNotBeNull();
            }
            catch (ProtoJsonException refusal)
            {
                refusal.Problem.ShouldNotBeEmpty();
            }
        }
    }

    [Fact]
    public void Bytes_are_the_same_each_time()
    {
        var message = new RandomMessages(11).Make<Scalars>();
        ProtoJson.ToBytes(message).ShouldBe(ProtoJson.ToBytes(message.Clone()));
    }
}
