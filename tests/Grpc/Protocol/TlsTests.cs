using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Risk.Grpc.Tests.Probe;
using Risk.Grpc.Tests.Servers;
using Shouldly;
using Xunit;

namespace Risk.Grpc.Tests.Protocol;

public sealed class TlsTests
{
    private static readonly CallCredentials Credentials = CallCredentials.FromInterceptor((context, metadata) =>
    {
        metadata.Add("probe-caller", $"{new Uri(context.ServiceUrl).AbsolutePath} {context.MethodName}");
        return Task.CompletedTask;
    });

    [Fact]
    public async Task Over_tls_call_credentials_are_sent()
    {
        await using var server = await StartWithTlsAsync();
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        using var channel = GrpcChannel.ForAddress(
            server.Urls.Single(), new GrpcChannelOptions { HttpHandler = handler });
        var client = new Probe.ProbeService.ProbeServiceClient(channel);

        using var call = client.EchoAsync(
            new EchoRequest { Text = "safe" },
            new CallOptions(credentials: CallCredentials.Compose(Credentials, Credentials)));

        (await call).Text.ShouldBe("safe");
        call.GetTrailers().GetValue("trailer-probe-caller").ShouldBe(
            "/risk.probe.v1.ProbeService Echo, /risk.probe.v1.ProbeService Echo");
    }

    [Fact]
    public async Task Without_tls_call_credentials_are_not_sent_unless_that_is_asked_for()
    {
        await using var server = await ProbeServer.StartAsync();
        using var unsafely = GrpcChannel.ForAddress(
            server.Address, new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = true });
        var options = new CallOptions(credentials: Credentials);

        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await server.Client.EchoAsync(new EchoRequest(), options));
        using var call = new Probe.ProbeService.ProbeServiceClient(unsafely).EchoAsync(new EchoRequest(), options);
        await call;

        refused.Status.Detail.ShouldContain("without TLS");
        call.GetTrailers().GetValue("trailer-probe-caller").ShouldNotBeNull();
    }

    private static async Task<WebApplication> StartWithTlsAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        builder.Services.AddSingleton<Sightings>();
        builder.Services.AddGrpc();
        var application = builder.Build();
        application.MapGrpcService<Servers.ProbeService>();
        await application.StartAsync();
        return application;
    }
}
