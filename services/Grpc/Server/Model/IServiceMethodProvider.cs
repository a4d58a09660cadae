namespace Grpc.AspNetCore.Server.Model;

/// <summary>Says which methods a service has; every registered provider is asked, in order of registration.</summary>
public interface IServiceMethodProvider<TService>
    where TService : class
{
    void OnServiceMethodDiscovery(ServiceMethodProviderContext<TService> context);
}
