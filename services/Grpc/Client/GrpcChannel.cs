using System.Collections.Frozen;
using Grpc.Core;
using Grpc.Net.Client.Calls;
using Grpc.Net.Compression;

namespace Grpc.Net.Client;

/// <summary>Connections to one address, made as needed. Make it once and share it.</summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private readonly HttpMessageInvoker http;
    private readonly bool ownsHttp;

    private GrpcChannel(Uri address, GrpcChannelOptions options)
        : base(address.Authority)
    {
        Address = address;
        Options = options;
        Algorithms = (options.CompressionProviders ?? []).ToFrozenDictionary(
            provider => provider.EncodingName, StringComparer.Ordinal);
        AcceptedEncodings = string.Join(',', Algorithms.Keys.Order(StringComparer.Ordinal).Prepend("identity"));
        (http, ownsHttp) = options switch
        {
            { HttpClient: { } client } => (client, options.DisposeHttpClient),
            { HttpHandler: { } handler } => (new HttpMessageInvoker(handler, options.DisposeHttpClient), true),
            _ => (new HttpMessageInvoker(new SocketsHttpHandler { EnableMultipleHttp2Connections = true }), true),
        };
    }

    internal Uri Address { get; }

    internal GrpcChannelOptions Options { get; }

    internal FrozenDictionary<string, ICompressionProvider> Algorithms { get; }

    internal string AcceptedEncodings { get; }

    public static GrpcChannel ForAddress(string address) => ForAddress(new Uri(address));

    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions) =>
        ForAddress(new Uri(address), channelOptions);

    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        if (channelOptions is { HttpClient: not null, HttpHandler: not null })
        {
            throw new ArgumentException("Give an HttpClient or an HttpHandler, not both.", nameof(channelOptions));
        }

        return address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps
            ? new GrpcChannel(address, channelOptions)
            : throw new ArgumentException("The address must begin with http:// or https://.", nameof(address));
    }

    public override CallInvoker CreateCallInvoker() => new HttpCallInvoker(this);

    public void Dispose()
    {
        if (ownsHttp)
        {
            http.Dispose();
        }
    }

    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }

    // HttpClient would read whole responses unless told otherwise.
    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        http is HttpClient client
            ? client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            : http.SendAsync(request, cancellationToken);
}
