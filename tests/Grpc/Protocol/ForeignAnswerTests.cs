using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Risk.Grpc.Tests.Servers;
using Shouldly;
using Xunit;

namespace Risk.Grpc.Tests.Protocol;

public sealed class ForeignAnswerTests
{
    private static readonly Marshaller<string> Text = Marshallers.StringMarshaller;
    private static readonly Method<string, string> Method = new(MethodType.Unary, "foreign.v1.S", "Call", Text, Text);

    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(500, StatusCode.Unknown)]
    [InlineData(502, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(504, StatusCode.Unavailable)]
    public async Task A_proxys_error_page_becomes_the_status_that_the_specification_names(int http, StatusCode expected)
    {
        var refused = await RefusedAsync(context =>
        {
            context.Response.StatusCode = http;
            return context.Response.WriteAsync("<html>proxy</html>");
        });

        refused.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task A_page_that_is_not_grpc_is_refused()
    {
        var refused = await RefusedAsync(context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<html>welcome</html>");
        });

        refused.StatusCode.ShouldBe(StatusCode.Unknown);
        refused.Status.Detail.ShouldContain("text/html");
    }

    [Fact]
    public async Task An_answer_without_a_status_is_refused()
    {
        var refused = await RefusedAsync(context => WriteAsync(context, [0, 0, 0, 0, 0]));

        refused.StatusCode.ShouldBe(StatusCode.Internal);
    }

    [Fact]
    public async Task An_answer_without_a_message_is_refused()
    {
        var refused = await RefusedAsync(context =>
        {
            context.Response.AppendTrailer("grpc-status", "0");
            return WriteAsync(context, []);
        });

        refused.StatusCode.ShouldBe(StatusCode.Internal);
    }

    [Fact]
    public async Task A_second_message_is_refused()
    {
        var refused = await RefusedAsync(context =>
        {
            context.Response.AppendTrailer("grpc-status", "0");
            return WriteAsync(context, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        });

        refused.StatusCode.ShouldBe(StatusCode.Internal);
    }

    [Fact]
    public async Task A_message_that_breaks_off_is_refused()
    {
        var refused = await RefusedAsync(context => WriteAsync(context, [0, 0, 0, 0, 9, 1]));

        refused.StatusCode.ShouldBe(StatusCode.Internal);
    }

    [Fact]
    public async Task A_status_that_nobody_knows_is_unknown()
    {
        var refused = await RefusedAsync(context =>
        {
            context.Response.AppendTrailer("grpc-status", "99");
            return WriteAsync(context, []);
        });

        refused.StatusCode.ShouldBe(StatusCode.Unknown);
    }

    [Fact]
    public async Task A_compression_that_is_not_understood_is_refused()
    {
        var refused = await RefusedAsync(context =>
        {
            context.Response.Headers["grpc-encoding"] = "snappy";
            return WriteAsync(context, [1, 0, 0, 0, 0]);
        });

        refused.StatusCode.ShouldBe(StatusCode.Internal);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_no_answer()
    {
        var refused = await RefusedAsync(async context =>
        {
            await WriteAsync(context, [0, 0, 0]);
            await context.Response.BodyWriter.FlushAsync();
            context.Abort();
        });

        refused.StatusCode.ShouldBeOneOf(StatusCode.Internal, StatusCode.Cancelled, StatusCode.Unavailable);
    }

    private static Task WriteAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentType = "application/grpc";
        return context.Response.BodyWriter.WriteAsync(body).AsTask();
    }

    private static async Task<RpcException> RefusedAsync(RequestDelegate answer)
    {
        await using var server = await ProbeServer.StartAsync(map: routes => routes.MapPost(Method.FullName, answer));
        var invoker = server.Channel.CreateCallInvoker();
        return await Should.ThrowAsync<RpcException>(async () =>
            await invoker.AsyncUnaryCall(Method, null, new CallOptions(), "hello"));
    }
}
