using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Hosting;

/// <summary>Serves HTTP/1.1 and HTTP/2 on one cleartext port by looking at a connection's first bytes.</summary>
public static class PriorKnowledge
{
    /// <summary>Takes connections that open with the HTTP/2 preface as HTTP/2, and all others as HTTP/1.1.</summary>
    public static ListenOptions UseHttp1AndPriorKnowledgeHttp2(this ListenOptions listenOptions)
    {
        ArgumentNullException.ThrowIfNull(listenOptions);
        var silenceMax = listenOptions.KestrelServerOptions.Limits.KeepAliveTimeout;
        var clock = listenOptions.ApplicationServices.GetService<TimeProvider>() ?? TimeProvider.System;
        listenOptions.Use(next => connection => ServeAsync(connection, next, silenceMax, clock));
        return listenOptions;
    }

    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    private static async Task ServeAsync(
        ConnectionContext connection, ConnectionDelegate next, TimeSpan silenceMax, TimeProvider clock)
    {
        switch (await OpensWithPrefaceAsync(connection, silenceMax, clock))
        {
            case true:
                NegotiatedHttp2.Offer(connection.Features);
                await next(connection);
                break;
            case false:
                await next(connection);
                break;
            default:
                // Gone, or silent for longer than an idle connection may be: there is nothing to serve.
                break;
        }
    }

    private static async Task<bool?> OpensWithPrefaceAsync(
        ConnectionContext connection, TimeSpan silenceMax, TimeProvider clock)
    {
        var stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested;
        using var silence = new CancellationTokenSource(silenceMax, clock);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(
            silence.Token, connection.ConnectionClosed, stopping ?? CancellationToken.None);
        var input = connection.Transport.Input;
        while (true)
        {
            System.IO.Pipelines.ReadResult read;
            try
            {
                read = await input.ReadAsync(giveUp.Token);
            }
            catch (Exception gone) when (gone is OperationCanceledException or IOException)
            {
                return null;
            }

            var start = read.Buffer.Start;
            var verdict = Judge(read.Buffer);
            if (verdict is null && !read.IsCompleted)
            {
                input.AdvanceTo(start, read.Buffer.End);
                continue;
            }

            // Examined is left at the start, so that Kestrel's first read gets the very same bytes.
            input.AdvanceTo(start);
            return verdict ?? (read.Buffer.IsEmpty ? null : false);
        }
    }

    private static bool? Judge(ReadOnlySequence<byte> buffer)
    {
        Span<byte> first = stackalloc byte[Preface.Length];
        var length = (int)Math.Min(buffer.Length, first.Length);
        buffer.Slice(0, length).CopyTo(first);
        return Preface.StartsWith(first[..length]) ? length == Preface.Length ? true : null : false;
    }

    // Kestrel takes the protocol from the outcome of a TLS negotiation, and asks for it once, when the connection
    // starts. So the connection looks negotiated until that question is answered, and is plain http ever after.
    private sealed class NegotiatedHttp2(IFeatureCollection features)
        : ITlsApplicationProtocolFeature, ITlsConnectionFeature
    {
        private static readonly ReadOnlyMemory<byte> Http2 = "h2"u8.ToArray();

        public ReadOnlyMemory<byte> ApplicationProtocol
        {
            get
            {
                features.Set<ITlsConnectionFeature>(null);
                features.Set<ITlsApplicationProtocolFeature>(null);
                return Http2;
            }
        }

        public X509Certificate2? ClientCertificate { get; set; }

        public static void Offer(IFeatureCollection features)
        {
            var negotiated = new NegotiatedHttp2(features);
            features.Set<ITlsConnectionFeature>(negotiated);
            features.Set<ITlsApplicationProtocolFeature>(negotiated);
        }

        public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) =>
            Task.FromResult(ClientCertificate);
    }
}
