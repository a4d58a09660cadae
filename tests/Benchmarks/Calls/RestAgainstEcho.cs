using System.Text.Json;
using System.Text.Json.Serialization;
using Grpc.Transcoding.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Risk.Benchmarks.Measuring;

namespace Risk.Benchmarks.Calls;

internal sealed class RestAgainstEcho : IBenchmark
{
    public string Name => "rest";

    public string Aim =>
        "REST call by transcoding, 16 connections, against a Kestrel source-generated JSON echo of the same payload " +
        "(aim >= 0.5)";

    public async Task<string> RunAsync()
    {
        var (ours, address) = await Host.StartAsync(
            builder => builder.Services.AddGrpc().AddJsonTranscoding(), app => app.MapGrpcService<EchoService>());
        var (echo, echoAddress) = await Host.StartAsync(
            builder => builder.Services.AddRouting(), app => app.MapPost("/echo", AnswerAsync));
        await using (ours)
        await using (echo)
        {
            using var load = H2Load.Json(ProtoJson.ToBytes(SampleCustomer.Request.Customer));
            return await Rounds.CompareAsync(
                "calls/s",
                () => load.RunAsync(new Uri(address, "/v1/customers")),
                () => load.RunAsync(new Uri(echoAddress, "/echo")));
        }
    }

    private static async Task AnswerAsync(HttpContext http)
    {
        var customer = await JsonSerializer.DeserializeAsync(
            http.Request.BodyReader, EchoJson.Default.EchoCustomer, http.RequestAborted);
        var answer = new EchoAnswer(customer!, [], "intake.7.123456.789");
        http.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(
            http.Response.BodyWriter, answer, EchoJson.Default.EchoAnswer, http.RequestAborted);
    }
}

internal sealed record EchoAnswer(EchoCustomer Customer, IReadOnlyList<string> SimilarCustomers, string Position);

/// <summary>The fields that the sample customer's JSON has, as a hand-written endpoint would declare them.</summary>
internal sealed record EchoCustomer(
    string CustomerId, string LegalName, IReadOnlyList<string> FormerNames, IReadOnlyList<EchoIdentifier> Identifiers,
    string CountryCode, string Region)
{
    public EchoIndustry? Industry { get; init; }
    public EchoValue? IncorporatedOn { get; init; }
    public EchoMoney? RegisteredCapital { get; init; }
    public EchoMoney? PaidInCapital { get; init; }
    public string BusinessScope { get; init; } = "";
    public int Headcount { get; init; }
    public EchoValue? MarketShare { get; init; }
    public string ParentCustomerId { get; init; } = "";
    public string Segment { get; init; } = "";
    public string Salesperson { get; init; } = "";
    public IReadOnlyList<EchoRef> ExternalRefs { get; init; } = [];
    public string Status { get; init; } = "";
    public EchoValue? CustomerSince { get; init; }
    public string Etag { get; init; } = "";
    public IReadOnlyList<string> LegalRecords { get; init; } = [];
}

internal sealed record EchoIdentifier(string Scheme, string Value, string CountryCode);

internal sealed record EchoIndustry(string IsicSection, string Gbt4754Code);

internal sealed record EchoValue(string Value);

internal sealed record EchoMoney(string Amount, string CurrencyCode);

internal sealed record EchoRef(string System, string Id);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EchoCustomer))]
[JsonSerializable(typeof(EchoAnswer))]
internal sealed partial class EchoJson : JsonSerializerContext;
