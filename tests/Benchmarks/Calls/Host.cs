using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Risk.Benchmarks.Calls;

/// <summary>A quiet Kestrel on a free port of this machine.</summary>
internal static class Host
{
    public static async Task<(WebApplication App, Uri Address)> StartAsync(
        Action<WebApplicationBuilder> add, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            System.Net.IPAddress.Loopback, port: 0, listen => listen.UseHttp1AndPriorKnowledgeHttp2()));
        add(builder);
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return (app, new Uri(app.Urls.First()));
    }
}
