using Grpc.AspNetCore.Server.Calls;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Grpc.AspNetCore.Server.Model;

/// <summary>Gathers the methods of a service.</summary>
public class ServiceMethodProviderContext<TService>
    where TService : class
{
    private readonly ServicePipeline<TService> pipeline;
    private readonly CallDefaults defaults;
    private readonly List<BoundMethod> methods = [];

    internal ServiceMethodProviderContext(ServicePipeline<TService> pipeline, CallDefaults defaults)
    {
        this.pipeline = pipeline;
        this.defaults = defaults;
    }

    /// <summary>The methods found so far.</summary>
    public IReadOnlyList<BoundMethod> Methods => [.. methods];

    public void AddUnaryMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        IList<object> metadata,
        UnaryServerMethod<TService, TRequest, TResponse> invoker)
        where TRequest : class
        where TResponse : class
    {
        var invoke = pipeline.Unary(invoker);
        var handler = new UnaryCallHandler<TRequest, TResponse>(method, defaults, invoke);
        Add(method, metadata, handler.HandleAsync, (bound, visitor) =>
            visitor.VisitUnary(method, bound.Metadata, invoke));
    }

    public void AddClientStreamingMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        IList<object> metadata,
        ClientStreamingServerMethod<TService, TRequest, TResponse> invoker)
        where TRequest : class
        where TResponse : class
    {
        var invoke = pipeline.ClientStreaming(invoker);
        var handler = new ClientStreamingCallHandler<TRequest, TResponse>(method, defaults, invoke);
        Add(method, metadata, handler.HandleAsync, (bound, visitor) =>
            visitor.VisitClientStreaming(method, bound.Metadata, invoke));
    }

    public void AddServerStreamingMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        IList<object> metadata,
        ServerStreamingServerMethod<TService, TRequest, TResponse> invoker)
        where TRequest : class
        where TResponse : class
    {
        var invoke = pipeline.ServerStreaming(invoker);
        var handler = new ServerStreamingCallHandler<TRequest, TResponse>(method, defaults, invoke);
        Add(method, metadata, handler.HandleAsync, (bound, visitor) =>
            visitor.VisitServerStreaming(method, bound.Metadata, invoke));
    }

    public void AddDuplexStreamingMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        IList<object> metadata,
        DuplexStreamingServerMethod<TService, TRequest, TResponse> invoker)
        where TRequest : class
        where TResponse : class
    {
        var invoke = pipeline.DuplexStreaming(invoker);
        var handler = new DuplexStreamingCallHandler<TRequest, TResponse>(method, defaults, invoke);
        Add(method, metadata, handler.HandleAsync, (bound, visitor) =>
            visitor.VisitDuplexStreaming(method, bound.Metadata, invoke));
    }

    /// <summary>Adds an endpoint that serves a method in another way than by gRPC.</summary>
    public void AddMethod(
        IMethod method, RoutePattern pattern, IList<object> metadata, RequestDelegate invoker) =>
        methods.Add(new Bound(method, pattern, metadata, invoker, static (_, _) => { }));

    private void Add(
        IMethod method,
        IList<object> metadata,
        RequestDelegate requestDelegate,
        Action<BoundMethod, IBoundMethodVisitor> accept)
    {
        var all = new List<object>(metadata)
        {
            new GrpcMethodMetadata(typeof(TService), method),
            new HttpMethodMetadata([HttpMethods.Post]),
        };
        methods.Add(new Bound(method, RoutePatternFactory.Parse(method.FullName), all, requestDelegate, accept));
    }

    private sealed class Bound(
        IMethod method,
        RoutePattern pattern,
        IList<object> metadata,
        RequestDelegate requestDelegate,
        Action<BoundMethod, IBoundMethodVisitor> accept)
        : BoundMethod(method, pattern, metadata, requestDelegate)
    {
        public override void Accept(IBoundMethodVisitor visitor) => accept(this, visitor);
    }
}
