using System.Net;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Risk.Grpc.Tests.Probe;
using Risk.Grpc.Tests.Servers;
using Shouldly;
using Xunit;

namespace Risk.Grpc.Tests.Protocol;

public sealed class RequestTests(SharedProbeServer shared) : IClassFixture<SharedProbeServer>, IDisposable
{
    private const string Echo = "/risk.probe.v1.ProbeService/Echo";

    private readonly RawHttp2 raw = new(shared.Server.Address);

    [Theory]
    [InlineData("application/grpc")]
    [InlineData("application/grpc+proto")]
    [InlineData("Application/GRPC; charset=utf-8")]
    public async Task A_grpc_content_type_is_served(string contentType)
    {
        var answer = await raw.PostAsync(Echo, contentType, RawHttp2.Framed(new EchoRequest()));

        answer.Status.ShouldBe(StatusCode.OK);
        answer.Response.Content.Headers.ContentType?.MediaType.ShouldBe("application/grpc");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    [InlineData("application/grpc+json")]
    [InlineData("text/plain")]
    public async Task Another_content_type_is_unsupported(string contentType)
    {
        var answer = await raw.PostAsync(Echo, contentType, RawHttp2.Framed(new EchoRequest()));

        answer.Response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Over_http1_an_upgrade_is_required()
    {
        using var http = new HttpClient();
        using var content = new ByteArrayContent(RawHttp2.Framed(new EchoRequest()));
        content.Headers.ContentType = new("application/grpc");

        var response = await http.PostAsync(shared.Server.Address + Echo, content);

        response.StatusCode.ShouldBe(HttpStatusCode.UpgradeRequired);
        response.Headers.Upgrade.ToString().ShouldBe("HTTP/2.0");
    }

    [Theory]
    [InlineData("/risk.probe.v1.ProbeService/Nothing", "Method is unimplemented.")]
    [InlineData("/risk.probe.v1.Nothing/Echo", "Service is unimplemented.")]
    public async Task What_is_not_served_is_unimplemented(string path, string detail)
    {
        var answer = await raw.PostAsync(path, "application/grpc", RawHttp2.Framed(new EchoRequest()));

        answer.Response.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Status.ShouldBe(StatusCode.Unimplemented);
        answer.Detail.ShouldBe(detail);
    }

    [Fact]
    public async Task Other_paths_stay_what_they_are()
    {
        var answer = await raw.PostAsync("/any/thing", "application/json", []);

        answer.Response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Unknown_services_may_be_left_to_others()
    {
        await using var server = await ProbeServer.StartAsync(services =>
            services.AddGrpc(options => options.IgnoreUnknownServices = true));
        using var http = new RawHttp2(server.Address);

        var answer = await http.PostAsync("/no.Service/Method", "application/grpc", []);

        answer.Response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_answer_without_messages_has_no_body_and_its_status_in_the_headers()
    {
        var answer = await raw.CallAsync("Echo", RawHttp2.Framed(new EchoRequest { FailWith = 5, Text = "gone" }));

        answer.Response.Headers.GetValues("grpc-status").ShouldBe(["5"]);
        answer.Response.TrailingHeaders.ShouldBeEmpty();
        answer.Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task Joined_binary_headers_are_taken_apart()
    {
        var answer = await raw.CallAsync(
            "Echo", RawHttp2.Framed(new EchoRequest()), ("probe-x-bin", "AAE=,AgM"));

        answer.Response.TrailingHeaders.GetValues("trailer-probe-x-bin").ShouldBe(["AAE", "AgM"]);
    }

    [Fact]
    public async Task A_binary_header_that_is_not_base64_is_refused()
    {
        var answer = await raw.CallAsync("Echo", RawHttp2.Framed(new EchoRequest()), ("probe-x-bin", "%%%"));

        answer.Status.ShouldBe(StatusCode.InvalidArgument);
    }

    public void Dispose() => raw.Dispose();
}
