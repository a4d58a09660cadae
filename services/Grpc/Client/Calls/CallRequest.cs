using System.Buffers;
using System.Net;
using Grpc.Core;
using Grpc.Core.Wire;
using Grpc.Net.Compression;

namespace Grpc.Net.Client.Calls;

// Makes the HTTP request of a call.
internal sealed class CallRequest<TRequest, TResponse>(
    GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options)
    where TRequest : class
    where TResponse : class
{
    /// <summary>Name under which a caller's headers ask for compressed requests, as in the official client.</summary>
    private const string CompressRequestsHeader = "grpc-internal-encoding-request";

    private const string UserAgent = "grpc-csharp-net-client";

    private readonly ICompressionProvider? compression = Compression(channel, options);

    public WriteOptions? WriteOptions => options.WriteOptions;

    public MessageWriter NewWriter(IBufferWriter<byte> output) =>
        new(output, channel.Options.MaxSendMessageSize) { Compression = compression };

    public HttpContent Content(TRequest only)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Write(NewWriter(buffer), only, options.WriteOptions);
        return new SingleContent(buffer.WrittenMemory);
    }

    public void Write(MessageWriter writer, TRequest message, WriteOptions? writeOptions) =>
        writer.Write(message, method.RequestMarshaller.ContextualSerializer, writeOptions);

    public async Task<HttpRequestMessage> MakeAsync(
        HttpContent content, TimeSpan? remaining, CancellationToken cancellationToken)
    {
        var uri = new Uri(channel.Address, method.FullName);
        var request = new HttpRequestMessage(HttpMethod.Post, uri)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        var headers = request.Headers;
        headers.Host = host;
        headers.TryAddWithoutValidation("te", "trailers");
        headers.TryAddWithoutValidation("user-agent", UserAgent);
        headers.TryAddWithoutValidation("grpc-accept-encoding", channel.AcceptedEncodings);
        if (compression is not null)
        {
            headers.TryAddWithoutValidation("grpc-encoding", compression.EncodingName);
        }

        if (remaining is { } timeout)
        {
            headers.TryAddWithoutValidation(Core.Wire.Timeout.HeaderName, Core.Wire.Timeout.Format(timeout));
        }

        foreach (var entry in await MetadataAsync(uri, cancellationToken))
        {
            if (HeaderEntries.IsMetadata(entry.Key))
            {
                headers.TryAddWithoutValidation(entry.Key, HeaderEntries.Text(entry));
            }
        }

        return request;
    }

    private async ValueTask<Metadata> MetadataAsync(Uri uri, CancellationToken cancellationToken)
    {
        if (options.Credentials is not { } credentials)
        {
            return options.Headers ?? Metadata.Empty;
        }

        if (uri.Scheme != Uri.UriSchemeHttps && !channel.Options.UnsafeUseInsecureChannelCallCredentials)
        {
            throw new InvalidOperationException("Call credentials are not sent without TLS.");
        }

        var all = new Metadata();
        foreach (var entry in options.Headers ?? Metadata.Empty)
        {
            all.Add(entry);
        }

        var serviceUrl = $"{channel.Address.GetLeftPart(UriPartial.Authority)}/{method.ServiceName}";
        var context = new AuthInterceptorContext(serviceUrl, method.Name, cancellationToken);
        foreach (var interceptor in CredentialsInterceptors.Of(credentials))
        {
            await interceptor(context, all);
        }

        return all;
    }

    private static ICompressionProvider? Compression(GrpcChannel channel, CallOptions options) =>
        options.Headers?.GetValue(CompressRequestsHeader) is { } name and not "identity"
            ? channel.Algorithms.GetValueOrDefault(name)
                ?? throw new InvalidOperationException($"No compression provider is named '{name}'.")
            : null;
}
