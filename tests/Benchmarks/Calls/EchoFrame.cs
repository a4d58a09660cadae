using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Risk.Intake;
using Risk.ServiceDefaults;
using Risk.Testing;

namespace Risk.Benchmarks.Calls;

/// <summary>A service with the whole frame around the echo.</summary>
public sealed class EchoFrame : IRiskService
{
    // The name of a service decides its schema and which events it may tell; this one tells none.
    public static string Name => IntakeService.Name;

    public static void AddTo(WebApplicationBuilder builder) => IntakeService.AddTo(builder);

    public static void MapTo(WebApplication app) => app.MapGrpcService<EchoService>();
}

/// <summary>The echo behind the frame; without the identity interceptor, everybody is let in.</summary>
public sealed class EchoFixture(bool asksWho) : ServiceFixture<EchoFrame>
{
    protected override void Configure(WebApplicationBuilder builder)
    {
        builder.Configuration["Limits:RequestsPerSecond"] = "0";
        if (!asksWho)
        {
            builder.Services.PostConfigure<GrpcServiceOptions>(options =>
            {
                var identity = options.Interceptors.Single(i => i.Type.Name == "IdentityInterceptor");
                options.Interceptors.Remove(identity);
            });
        }
    }
}
