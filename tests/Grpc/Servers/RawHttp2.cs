using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using Google.Protobuf;
using Grpc.Core;

namespace Risk.Grpc.Tests.Servers;

/// <summary>Sends what no gRPC client would: any bytes, headers and content types over HTTP/2.</summary>
public sealed class RawHttp2(string address) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = new Uri(address) };

    public sealed record Answer(HttpResponseMessage Response, byte[] Body, StatusCode? Status, string Detail);

    public static byte[] Framed(IMessage message, byte flag = 0) => Framed(message.ToByteArray(), flag);

    public static byte[] Framed(byte[] payload, byte flag = 0)
    {
        var framed = new byte[5 + payload.Length];
        framed[0] = flag;
        BinaryPrimitives.WriteUInt32BigEndian(framed.AsSpan(1), (uint)payload.Length);
        payload.CopyTo(framed, 5);
        return framed;
    }

    public Task<Answer> CallAsync(string method, byte[] body, params (string Name, string Value)[] headers) =>
        PostAsync($"/risk.probe.v1.ProbeService/{method}", "application/grpc", body, headers);

    public async Task<Answer> PostAsync(
        string path, string contentType, byte[] body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.TryAddWithoutValidation("content-type", contentType);
        request.Headers.TryAddWithoutValidation("te", "trailers");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await http.SendAsync(request);
        var read = await response.Content.ReadAsByteArrayAsync();
        var status = Field(response, "grpc-status");
        return new Answer(
            response,
            read,
            status is null ? null : (StatusCode)int.Parse(status, CultureInfo.InvariantCulture),
            Field(response, "grpc-message") ?? string.Empty);
    }

    public void Dispose() => http.Dispose();

    private static string? Field(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.TrailingHeaders.TryGetValues(name, out values)
            ? values.Single()
            : null;
}
