using System.Collections.Concurrent;
using System.Text;
using Google.Protobuf.Reflection;

namespace Risk.ServiceDefaults.Events;

/// <summary>
/// The name of an event on the wire: <c>risk.intake.v1.CustomerRegistered</c> is
/// <c>risk.intake.customer_registered.v1</c>.
/// </summary>
public sealed record EventType(string Name, string Producer)
{
    private static readonly ConcurrentDictionary<MessageDescriptor, EventType> Known = new();

    public static EventType Of(MessageDescriptor message) => Known.GetOrAdd(message, Read);

    private static EventType Read(MessageDescriptor message)
    {
        var package = message.File.Package.Split('.');
        if (package is not [var root, var producer, var version])
            throw new ArgumentException($"{message.FullName} is not in a package <root>.<service>.<version>.",
                nameof(message));
        return new EventType($"{root}.{producer}.{SnakeCase(message.Name)}.{version}", producer);
    }

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0)
                text.Append('_');
            text.Append(char.ToLowerInvariant(letter));
        }
        return text.ToString();
    }
}
