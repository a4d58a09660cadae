using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Grpc.AspNetCore.Server.Model;

/// <summary>A method that was found on a service, with the endpoint that serves it.</summary>
public abstract class BoundMethod(
    IMethod method, RoutePattern pattern, IList<object> metadata, RequestDelegate requestDelegate)
{
    public IMethod Method { get; } = method;

    public RoutePattern Pattern { get; } = pattern;

    /// <summary>The attributes of the service and of the method.</summary>
    public IList<object> Metadata { get; } = metadata;

    public RequestDelegate RequestDelegate { get; } = requestDelegate;

    /// <summary>Hands the method to a visitor, with its message types and its invoker.</summary>
    public abstract void Accept(IBoundMethodVisitor visitor);
}

/// <summary>
/// Takes the methods of a service with their invokers. An invoker runs the service's interceptors, activates the
/// service from the call's request services and calls the handler; any ServerCallContext that GetHttpContext knows
/// will do.
/// </summary>
public interface IBoundMethodVisitor
{
    void VisitUnary<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        IList<object> metadata,
        Core.UnaryServerMethod<TRequest, TResponse> invoke)
        where TRequest : class
        where TResponse : class;

    void VisitClientStreaming<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        IList<object> metadata,
        Core.ClientStreamingServerMethod<TRequest, TResponse> invoke)
        where TRequest : class
        where TResponse : class;

    void VisitServerStreaming<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        IList<object> metadata,
        Core.ServerStreamingServerMethod<TRequest, TResponse> invoke)
        where TRequest : class
        where TResponse : class;

    void VisitDuplexStreaming<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        IList<object> metadata,
        Core.DuplexStreamingServerMethod<TRequest, TResponse> invoke)
        where TRequest : class
        where TResponse : class;
}
