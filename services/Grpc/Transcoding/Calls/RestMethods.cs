using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Grpc.Transcoding.Json;
using Grpc.Transcoding.Routes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.Transcoding.Calls;

/// <summary>Serves the methods of a gRPC service that have a google.api.http rule over HTTP as well.</summary>
internal sealed class RestMethods<TService>(
    RestRoutes routes, IOptions<JsonTranscodingOptions> options, ILogger<RestMethods<TService>> log)
    : IServiceMethodProvider<TService>
    where TService : class
{
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<TService> context)
    {
        if (Descriptor() is not { } service)
        {
            return;
        }

        ProtoJson.Know(service.File);
        foreach (var bound in context.Methods)
        {
            if (service.FindMethodByName(bound.Method.Name) is { } rpc)
            {
                Add(context, bound, rpc);
            }
        }
    }

    private void Add(ServiceMethodProviderContext<TService> context, BoundMethod bound, MethodDescriptor rpc)
    {
        var bindings = RestMethod.Of(rpc).ToArray();
        routes.Add(rpc, bindings);
        foreach (var binding in bindings)
        {
            var calls = new Calls(binding, options.Value, log);
            bound.Accept(calls);
            if (calls.Made is { } call)
            {
                var kept = bound.Metadata.Where(item => item is not IHttpMethodMetadata);
                List<object> metadata = [.. kept, new HttpMethodMetadata([binding.HttpMethod])];
                context.AddMethod(bound.Method, RestPattern.Of(binding.Template, routes), metadata, call.HandleAsync);
            }
        }
    }

    private static ServiceDescriptor? Descriptor()
    {
        for (var type = typeof(TService); type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is { } binding)
            {
                return binding.BindType.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)
                    ?.GetValue(null) as ServiceDescriptor;
            }
        }

        return null;
    }

    private sealed class Calls(RestMethod method, JsonTranscodingOptions options, ILogger log) : IBoundMethodVisitor
    {
        public RestCall? Made { get; private set; }

        public void VisitUnary<TRequest, TResponse>(
            Method<TRequest, TResponse> grpcMethod,
            IList<object> metadata,
            Core.UnaryServerMethod<TRequest, TResponse> invoke)
            where TRequest : class
            where TResponse : class =>
            Made = new UnaryRestCall<TRequest, TResponse>(method, grpcMethod, invoke, options, log);

        public void VisitClientStreaming<TRequest, TResponse>(
            Method<TRequest, TResponse> grpcMethod,
            IList<object> metadata,
            Core.ClientStreamingServerMethod<TRequest, TResponse> invoke)
            where TRequest : class
            where TResponse : class =>
            Made = method.TakesRawBody
                ? new UploadRestCall<TRequest, TResponse>(method, grpcMethod, invoke, options, log)
                : throw Unmappable(grpcMethod, "a stream of requests is taken over HTTP only as a google.api.HttpBody");

        public void VisitServerStreaming<TRequest, TResponse>(
            Method<TRequest, TResponse> grpcMethod,
            IList<object> metadata,
            Core.ServerStreamingServerMethod<TRequest, TResponse> invoke)
            where TRequest : class
            where TResponse : class =>
            Made = new StreamRestCall<TRequest, TResponse>(method, grpcMethod, invoke, options, log);

        public void VisitDuplexStreaming<TRequest, TResponse>(
            Method<TRequest, TResponse> grpcMethod,
            IList<object> metadata,
            Core.DuplexStreamingServerMethod<TRequest, TResponse> invoke)
            where TRequest : class
            where TResponse : class =>
            throw Unmappable(grpcMethod, "streams both ways have no form in HTTP");

        private static NotSupportedException Unmappable(IMethod grpcMethod, string why) =>
            new($"{grpcMethod.FullName} has a google.api.http rule, but {why}.");
    }
}
