using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Http;

namespace Grpc.Core;

/// <summary>Gives handlers the HTTP request behind a call.</summary>
public static class CallHttpContext
{
    /// <summary>Key in UserState under which a context that is not ours may keep its HttpContext.</summary>
    internal const string UserStateKey = "__HttpContext";

    public static HttpContext GetHttpContext(this ServerCallContext serverCallContext)
    {
        ArgumentNullException.ThrowIfNull(serverCallContext);
        return serverCallContext is HttpServerCallContext call
            ? call.HttpContext
            : serverCallContext.UserState.TryGetValue(UserStateKey, out var kept) && kept is HttpContext context
                ? context
                : throw new InvalidOperationException("There is no HttpContext behind this call.");
    }
}
