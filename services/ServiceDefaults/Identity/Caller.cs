using Grpc.Core;

namespace Risk.ServiceDefaults.Identity;

/// <summary>Who calls. The id is stable and unique over all kinds of credentials.</summary>
public sealed record Caller(string Id, string Name, Role Roles)
{
    /// <summary>Calls that need no credential, such as health.</summary>
    public static Caller Anonymous { get; } = new("anonymous", "anonymous", Role.None);

    /// <summary>The person or system that answers for the credential; two keys of one owner are one person.</summary>
    public string Owner { get; init; } = Name;

    public bool Is(Role anyOf) => (Roles & anyOf) != Role.None;
}

public static class Callers
{
    private static readonly object Key = typeof(Caller);

    /// <summary>The caller whom the identity interceptor has recognised.</summary>
    public static Caller Caller(this ServerCallContext call) =>
        call.UserState.TryGetValue(Key, out var caller) ? (Caller)caller : Identity.Caller.Anonymous;

    internal static void Remember(this ServerCallContext call, Caller caller) => call.UserState[Key] = caller;
}
