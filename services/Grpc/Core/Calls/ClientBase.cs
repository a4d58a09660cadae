using Grpc.Core.Interceptors;

namespace Grpc.Core;

/// <summary>Base of generated clients.</summary>
public abstract class ClientBase
{
    private readonly ClientBaseConfiguration configuration;

    // Test doubles derive from a client without a channel and override its methods.
    protected ClientBase()
    {
        configuration = new ClientBaseConfiguration(new UnconnectedCallInvoker(), null);
    }

    protected ClientBase(ClientBaseConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        this.configuration = configuration;
    }

    protected ClientBase(ChannelBase channel)
        : this(channel.CreateCallInvoker())
    {
    }

    protected ClientBase(CallInvoker callInvoker)
        : this(new ClientBaseConfiguration(callInvoker, null))
    {
    }

    protected CallInvoker CallInvoker => configuration.CreateCallInvoker();

    private protected ClientBaseConfiguration Configuration => configuration;

    /// <summary>What a client is made of.</summary>
    protected internal class ClientBaseConfiguration
    {
        private readonly CallInvoker undecorated;
        private readonly CallInvoker callInvoker;

        internal ClientBaseConfiguration(CallInvoker callInvoker, string? host)
        {
            ArgumentNullException.ThrowIfNull(callInvoker);
            undecorated = callInvoker;
            this.callInvoker = host is null ? callInvoker : callInvoker.Intercept(new HostInterceptor(host));
        }

        internal CallInvoker CreateCallInvoker() => callInvoker;

        internal ClientBaseConfiguration WithHost(string host) => new(undecorated, host);
    }
}

/// <summary>Base of generated clients that can be copied with another host.</summary>
public abstract class ClientBase<T> : ClientBase
    where T : ClientBase<T>
{
    protected ClientBase()
    {
    }

    protected ClientBase(ClientBaseConfiguration configuration)
        : base(configuration)
    {
    }

    protected ClientBase(ChannelBase channel)
        : base(channel)
    {
    }

    protected ClientBase(CallInvoker callInvoker)
        : base(callInvoker)
    {
    }

    public T WithHost(string host) => NewInstance(Configuration.WithHost(host));

    protected abstract T NewInstance(ClientBaseConfiguration configuration);
}
