using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Risk.ServiceDefaults.Hosting;

/// <summary>Kestrel with the limits of the settings, REST and gRPC on one port.</summary>
public static class Listening
{
    public static void ListenWithLimits(this WebApplicationBuilder builder, HttpSettings settings) =>
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            Limit(kestrel.Limits, settings);
            kestrel.Listen(IPAddress.Parse(settings.Address), settings.Port, o => o.UseHttp1AndPriorKnowledgeHttp2());
        });

    private static void Limit(KestrelServerLimits limits, HttpSettings settings)
    {
        limits.MaxRequestBodySize = settings.BodyBytesMax;
        limits.MaxRequestHeadersTotalSize = settings.HeaderBytesMax;
        limits.MaxConcurrentConnections = settings.ConnectionsMax;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(settings.HeaderTimeoutSeconds);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(settings.KeepAliveSeconds);
        limits.Http2.MaxStreamsPerConnection = settings.StreamsPerConnectionMax;
        limits.Http2.MaxRequestHeaderFieldSize = settings.HeaderBytesMax;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(settings.KeepAliveSeconds);
        limits.Http2.InitialStreamWindowSize = 1024 * 1024;
        limits.Http2.InitialConnectionWindowSize = 4 * 1024 * 1024;
    }
}
