using System.Collections.Frozen;
using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Risk.ServiceDefaults.Events;

/// <summary>The reactions of a service, found in its assembly and in the frame's, by the type of event.</summary>
internal sealed class Reactions
{
    private readonly FrozenDictionary<string, Reaction[]> byType;

    private Reactions(IEnumerable<Reaction> reactions)
    {
        byType = reactions.GroupBy(r => r.Type.Name, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
        Producers = [.. byType.Values.Select(r => r[0].Type.Producer).Distinct(StringComparer.Ordinal).Order(
            StringComparer.Ordinal)];
    }

    /// <summary>The services whose events matter here; a service does not react to its own.</summary>
    public IReadOnlyList<string> Producers { get; }

    public static Reactions In(IEnumerable<Assembly> assemblies, string service, IServiceCollection services)
    {
        var found = (from type in assemblies.Distinct().SelectMany(a => a.GetTypes())
                     where type is { IsClass: true, IsAbstract: false }
                     from face in type.GetInterfaces()
                     where face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IReaction<>)
                     let reaction = Reaction.Of(type, face.GetGenericArguments()[0])
                     where !string.Equals(reaction.Type.Producer, service, StringComparison.Ordinal)
                     orderby type.FullName
                     select reaction).ToList();
        foreach (var reaction in found.DistinctBy(r => r.Class))
            services.AddScoped(reaction.Class);
        return new Reactions(found);
    }

    public bool Any(string type) => byType.ContainsKey(type);

    /// <summary>Lets every reaction to this type of event have it.</summary>
    public async Task ReactAsync(IServiceProvider scope, EventEnvelope e, CancellationToken ct)
    {
        if (!byType.TryGetValue(e.Type, out var reactions))
            return;
        var fact = EventBody.Parse(reactions[0].Message, e.Body.Span);
        var context = e.ToContext();
        foreach (var reaction in reactions)
            await reaction.React(scope.GetRequiredService(reaction.Class), fact, context, ct);
    }
}

/// <summary>One class that reacts to one type of event.</summary>
internal sealed record Reaction(
    Type Class, EventType Type, MessageDescriptor Message,
    Func<object, IMessage, EventContext, CancellationToken, Task> React)
{
    public static Reaction Of(Type type, Type fact)
    {
        var message = ((IMessage)Activator.CreateInstance(fact)!).Descriptor;
        var react = typeof(Reaction).GetMethod(nameof(Typed), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(fact)
            .CreateDelegate<Func<object, IMessage, EventContext, CancellationToken, Task>>();
        return new Reaction(type, EventType.Of(message), message, react);
    }

    private static Task Typed<T>(object reaction, IMessage fact, EventContext context, CancellationToken ct)
        where T : IMessage => ((IReaction<T>)reaction).React((T)fact, context, ct);
}
