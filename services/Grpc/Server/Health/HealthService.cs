using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Hosting;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Grpc.AspNetCore.HealthChecks;

// grpc.health.v1. A watcher is told within a second; when the server stops it is told so, and the stream ends.
internal sealed class HealthService(HealthStatuses statuses, IHostApplicationLifetime lifetime)
    : Grpc.Health.V1.Health.HealthBase
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);

    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        var status = await FindAsync(request.Service, context.CancellationToken);
        return status == ServingStatus.ServiceUnknown
            ? throw new RpcException(new Status(StatusCode.NotFound, $"No service is named '{request.Service}'."))
            : new HealthCheckResponse { Status = status };
    }

    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken, lifetime.ApplicationStopping);
        ServingStatus? told = null;
        while (true)
        {
            var status = await FindAsync(request.Service, context.CancellationToken);
            if (status != told)
            {
                await responseStream.WriteAsync(new HealthCheckResponse { Status = status });
                told = status;
            }

            if (lifetime.ApplicationStopping.IsCancellationRequested)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, "The server is stopping."));
            }

            await Task.Delay(WatchInterval, TimeProvider.System, stop.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            context.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task<ServingStatus> FindAsync(string service, CancellationToken cancellationToken)
    {
        var status = await statuses.FindAsync(service, cancellationToken);
        return status == ServingStatus.Serving && lifetime.ApplicationStopping.IsCancellationRequested
            ? ServingStatus.NotServing
            : status;
    }
}
