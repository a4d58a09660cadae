using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Risk.Grpc.Tests.Transcoding;

/// <summary>The library on a real Kestrel, and callers of it.</summary>
public sealed class LibraryServer : IAsyncLifetime
{
    public const int BodyBytesMax = 100_000;
    public const int JsonBytesMax = 60_000;
    public const long UploadBytesMax = 30_000_000;

    private WebApplication? app;

    public HttpClient Http { get; private set; } = new();

    public IServiceProvider Services => app!.Services;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        builder.Services.AddGrpc(grpc => grpc.Interceptors.Add<NotingInterceptor>()).AddJsonTranscoding(json =>
        {
            json.BodyBytesMax = BodyBytesMax;
            json.JsonBytesMax = JsonBytesMax;
            json.UploadBytesMax = UploadBytesMax;
            json.Heartbeat = TimeSpan.FromMilliseconds(100);
        });
        app = builder.Build();
        app.MapGrpcService<LibraryService>();
        app.MapOpenApi("/openapi/v1.json", OpenApiTests.Info());
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        Http = new HttpClient { BaseAddress = new Uri(addresses.Addresses.Single()) };
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await app!.DisposeAsync();
    }

    public async Task<JsonNode> GetAsync(string path) => (await Http.GetFromJsonAsync<JsonNode>(path))!;

    public async Task<Answer> SendAsync(
        HttpMethod method, string path, string? body = null, string type = "application/json", params string[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        foreach (var header in headers)
        {
            var parts = header.Split(": ", 2);
            request.Headers.TryAddWithoutValidation(parts[0], parts[1]);
        }

        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var sent = response.Headers.Concat(response.Content.Headers).ToDictionary(
            header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer((int)response.StatusCode, text, sent);
    }
}

/// <summary>An HTTP answer, read to its end.</summary>
public sealed record Answer(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string? Field(string name) => Json[name]?.ToString();
}

internal sealed class NotingInterceptor : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        context.UserState["note"] = $"intercepted {context.Method}";
        return continuation(request, context);
    }
}
