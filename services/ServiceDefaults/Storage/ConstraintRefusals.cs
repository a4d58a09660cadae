using System.Collections.Frozen;
using Grpc.Core;

namespace Risk.ServiceDefaults.Storage;

/// <summary>What a broken constraint means to a caller: the refusal by the constraint's name.</summary>
public sealed record ConstraintRefusal(string Constraint, Func<RpcException> Refuse);

/// <summary>All constraints of a service that have a meaning for its callers.</summary>
public sealed class ConstraintRefusals(IEnumerable<ConstraintRefusal> known)
{
    private readonly FrozenDictionary<string, Func<RpcException>> byName =
        known.ToFrozenDictionary(r => r.Constraint, r => r.Refuse, StringComparer.Ordinal);

    public RpcException? For(string? constraint) =>
        constraint is not null && byName.TryGetValue(constraint, out var refuse) ? refuse() : null;
}
