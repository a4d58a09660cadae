using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Risk.Standalone.Routing;

/// <summary>
/// A service's server without a socket: it keeps the application that the host hands it, and the suite's door passes
/// requests in as Kestrel made them.
/// </summary>
internal sealed class InnerServer : IServer
{
    private Func<IFeatureCollection, Task>? process;

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public bool IsStarted => process is not null;

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        process = features => ProcessAsync(application, features);
        return Task.CompletedTask;
    }

    public Task ProcessAsync(IFeatureCollection features) => process!(features);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }

    private static async Task ProcessAsync<TContext>(
        IHttpApplication<TContext> application, IFeatureCollection features) where TContext : notnull
    {
        var context = application.CreateContext(features);
        Exception? failure = null;
        try
        {
            await application.ProcessRequestAsync(context);
        }
        catch (Exception failed)
        {
            failure = failed;
            throw;
        }
        finally
        {
            application.DisposeContext(context, failure);
        }
    }
}
