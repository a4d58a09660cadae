using System.Reflection;
using Grpc.Core;
using Risk.Architecture.Tests.Source;
using Risk.ServiceDefaults.Identity;
using Xunit;

namespace Risk.Architecture.Tests.Slices;

public sealed class RolesTests
{
    private static readonly IReadOnlyList<Assembly> Services =
        [.. SourceTree.Services.Select(name => Assembly.Load($"Risk.{name}"))];

    private static readonly IReadOnlyList<Type> Implementations =
        [.. from service in Services
            from type in service.GetTypes()
            where BaseOf(type) is not null && !type.IsAbstract
            select type];

    [Fact]
    public void Every_rpc_declares_the_roles_it_needs() => Rule.Holds(
        "Write [Roles(…)] on the rpc's override: what declares nothing is denied to everybody.",
        from type in Implementations
        from rpc in Rpcs(type)
        where rpc.DeclaringType == type && rpc.GetCustomAttribute<RolesAttribute>(inherit: false) is null
        select $"{type.FullName}.{rpc.Name}");

    [Fact]
    public void Every_rpc_of_the_contract_is_implemented() => Rule.Holds(
        "Implement the rpc, or take it out of the contract.",
        from type in Implementations
        from rpc in Rpcs(type)
        where rpc.DeclaringType == BaseOf(type)
        select $"{type.FullName}.{rpc.Name}");

    [Fact]
    public void Every_service_of_the_contract_is_implemented() => Rule.Holds(
        "Derive from the generated base, or take the service out of the contract.",
        from type in typeof(Risk.Intake.V1.CustomersReflection).Assembly.GetTypes()
        where type.GetCustomAttribute<BindServiceMethodAttribute>() is not null
        where SourceTree.Services.Any(name => type.Namespace == $"Risk.{name}.V1")
        where !Implementations.Any(implementation => BaseOf(implementation) == type)
        select type.FullName!);

    private static Type? BaseOf(Type type)
    {
        for (var above = type.BaseType; above is not null; above = above.BaseType)
        {
            if (above.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is not null)
                return above;
        }
        return null;
    }

    private static IEnumerable<MethodInfo> Rpcs(Type type) =>
        from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Public)
        where method.IsVirtual && method.GetParameters().LastOrDefault()?.ParameterType == typeof(ServerCallContext)
        select method;
}
