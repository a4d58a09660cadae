using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Risk.Standalone.Routing;

/// <summary>What Kestrel serves on the one port: each request goes to the service that its path belongs to.</summary>
internal sealed class Door(InnerServer front) : IHttpApplication<IFeatureCollection>
{
    private RouteTree? routes;
    private InnerServer? others;

    /// <summary>
    /// From now on requests go to the services, what nobody knows to the first of them; before, only the suite's own
    /// pages answer, and whoever asks for anything else may ask again soon.
    /// </summary>
    public void Open(IReadOnlyList<(InnerServer Server, EndpointDataSource Endpoints)> services)
    {
        var tree = new RouteTree();
        foreach (var (server, endpoints) in services)
        {
            foreach (var endpoint in endpoints.Endpoints.OfType<RouteEndpoint>().Where(IsOwn))
                tree.Add(endpoint.RoutePattern, server);
        }
        others = services.First().Server;
        Volatile.Write(ref routes, tree);
    }

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public Task ProcessRequestAsync(IFeatureCollection context)
    {
        var path = context.GetRequiredFeature<IHttpRequestFeature>().Path;
        var server = FrontPages.Has(path) ? front : Volatile.Read(ref routes)?.Find(path) ?? others;
        if (server is { IsStarted: true })
            return server.ProcessAsync(context);
        var answer = context.GetRequiredFeature<IHttpResponseFeature>();
        answer.StatusCode = StatusCodes.Status503ServiceUnavailable;
        answer.Headers.RetryAfter = "1";
        return Task.CompletedTask;
    }

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    // A route that begins with a variable is a service's answer to what nobody knows.
    private static bool IsOwn(RouteEndpoint endpoint) =>
        endpoint.RoutePattern.PathSegments is [{ Parts: [RoutePatternLiteralPart, ..] }, ..];
}
