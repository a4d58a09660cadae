using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults.Events;

/// <summary>
/// The broker that carries events between processes; without an address the host hands in a shared bus.
/// </summary>
public sealed record BrokerSettings : ISettings
{
    public static string Section => "Broker";

    /// <summary>Such as <c>amqp://user@host:5672/vhost</c>.</summary>
    public string? Uri { get; init; }

    /// <summary>File that holds the password, instead of giving it in the address.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Events that a partition's queue hands out before they are handled.</summary>
    public int Prefetch { get; init; } = 64;

    public IEnumerable<string> Faults()
    {
        if (Uri is not null
            && !(System.Uri.TryCreate(Uri, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps"))
            yield return $"{nameof(Uri)}: '{Uri}' is not an address such as amqp://user@host:5672/vhost";
        if (PasswordFile is not null && !File.Exists(PasswordFile))
            yield return $"{nameof(PasswordFile)}: there is no file '{PasswordFile}'";
        if (Prefetch is < 1 or > 1000)
            yield return $"{nameof(Prefetch)}: must be from 1 to 1000, is {Prefetch}";
    }
}
