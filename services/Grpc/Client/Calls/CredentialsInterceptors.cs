using Grpc.Core;

namespace Grpc.Net.Client.Calls;

// Takes credentials apart into what adds headers.
internal sealed class CredentialsInterceptors : CallCredentialsConfiguratorBase
{
    private readonly List<AsyncAuthInterceptor> found = [];

    public static IReadOnlyList<AsyncAuthInterceptor> Of(CallCredentials credentials)
    {
        var configurator = new CredentialsInterceptors();
        credentials.InternalPopulateConfiguration(configurator, configurator.found);
        return configurator.found;
    }

    public override void SetAsyncAuthInterceptorCredentials(object state, AsyncAuthInterceptor interceptor) =>
        found.Add(interceptor);

    public override void SetCompositeCredentials(object state, IReadOnlyList<CallCredentials> credentials)
    {
        foreach (var each in credentials)
        {
            each.InternalPopulateConfiguration(this, state);
        }
    }
}
