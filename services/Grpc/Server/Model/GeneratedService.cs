using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Grpc.AspNetCore.Server.Model;

// What generated code says about the service that a type implements.
internal static class GeneratedService
{
    public static MethodInfo? BindMethodOf(Type service)
    {
        if (Binding(service) is not { } found)
        {
            return null;
        }

        // The overload (ServiceBinderBase, <generated base>) binds without an instance.
        return found.Binding.BindType.GetMethod(
            found.Binding.BindMethodName,
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static,
            [typeof(ServiceBinderBase), found.Base]);
    }

    public static ServiceDescriptor? DescriptorOf(Type service) =>
        Binding(service)?.Binding.BindType
            .GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?
            .GetValue(null) as ServiceDescriptor;

    private static (BindServiceMethodAttribute Binding, Type Base)? Binding(Type service)
    {
        for (var type = service; type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is { } binding)
            {
                return (binding, type);
            }
        }

        return null;
    }
}
