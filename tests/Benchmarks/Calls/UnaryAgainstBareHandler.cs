using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Risk.Benchmarks.Measuring;
using Risk.Intake.V1;

namespace Risk.Benchmarks.Calls;

internal sealed class UnaryAgainstBareHandler : IBenchmark
{
    private const int PrefixBytes = 5;

    public string Name => "unary";

    public string Aim =>
        "unary gRPC call, 4 connections x 16 streams, against a bare h2c handler with the same messages (aim >= 0.7)";

    public async Task<string> RunAsync()
    {
        var (ours, address) = await Host.StartAsync(
            builder => builder.Services.AddGrpc(), app => app.MapGrpcService<EchoService>());
        var (bare, bareAddress) = await Host.StartAsync(
            builder => builder.Services.AddRouting(), app => app.MapPost("/bare", AnswerAsync));
        await using (ours)
        await using (bare)
        {
            using var load = H2Load.Grpc(SampleCustomer.Framed());
            return await Rounds.CompareAsync(
                "calls/s",
                () => load.RunAsync(new Uri(address, "/risk.intake.v1.CustomersService/RegisterCustomer")),
                () => load.RunAsync(new Uri(bareAddress, "/bare")));
        }
    }

    /// <summary>The least that reads a framed message, parses it, and writes one with trailers.</summary>
    private static async Task AnswerAsync(HttpContext http)
    {
        var result = await http.Request.BodyReader.ReadAtLeastAsync(PrefixBytes);
        var length = (int)LengthOf(result.Buffer);
        while (result.Buffer.Length < PrefixBytes + length)
        {
            http.Request.BodyReader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            result = await http.Request.BodyReader.ReadAsync();
        }

        var request = RegisterCustomerRequest.Parser.ParseFrom(result.Buffer.Slice(PrefixBytes, length));
        http.Request.BodyReader.AdvanceTo(result.Buffer.End);
        var answer = SampleCustomer.Answer(request);
        http.Response.ContentType = "application/grpc";
        http.Response.DeclareTrailer("grpc-status");
        Write(answer, http.Response.BodyWriter);
        await http.Response.BodyWriter.FlushAsync();
        http.Response.AppendTrailer("grpc-status", "0");
    }

    private static uint LengthOf(ReadOnlySequence<byte> buffer)
    {
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        buffer.Slice(0, PrefixBytes).CopyTo(prefix);
        return BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
    }

    private static void Write(IMessage message, PipeWriter writer)
    {
        var size = message.CalculateSize();
        var prefix = writer.GetSpan(PrefixBytes);
        prefix[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(prefix[1..], size);
        writer.Advance(PrefixBytes);
        message.WriteTo(writer);
    }
}
