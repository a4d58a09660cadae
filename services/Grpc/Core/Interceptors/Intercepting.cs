namespace Grpc.Core.Interceptors;

/// <summary>Puts interceptors before a client's calls; the first given sees a call first.</summary>
public static class Intercepting
{
    public static CallInvoker Intercept(this CallInvoker invoker, Interceptor interceptor) =>
        new InterceptedCallInvoker(invoker, interceptor);

    public static CallInvoker Intercept(this CallInvoker invoker, params Interceptor[] interceptors)
    {
        ArgumentNullException.ThrowIfNull(invoker);
        foreach (var interceptor in interceptors.AsEnumerable().Reverse())
        {
            invoker = invoker.Intercept(interceptor);
        }

        return invoker;
    }

    public static CallInvoker Intercept(this CallInvoker invoker, Func<Metadata, Metadata> interceptor) =>
        new InterceptedCallInvoker(invoker, new HeadersInterceptor(interceptor));

    public static CallInvoker Intercept(this ChannelBase channel, Interceptor interceptor) =>
        channel.CreateCallInvoker().Intercept(interceptor);

    public static CallInvoker Intercept(this ChannelBase channel, params Interceptor[] interceptors) =>
        channel.CreateCallInvoker().Intercept(interceptors);

    public static CallInvoker Intercept(this ChannelBase channel, Func<Metadata, Metadata> interceptor) =>
        channel.CreateCallInvoker().Intercept(interceptor);
}
