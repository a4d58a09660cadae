namespace Risk.ServiceDefaults.Hosting;

/// <summary>Where the service listens, and what it accepts at most.</summary>
public sealed record HttpSettings : ISettings
{
    public static string Section => "Http";

    public string Address { get; init; } = "0.0.0.0";

    /// <summary>REST and gRPC share this port; 0 takes a free one.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Largest body of a REST request, but for files, which are streamed.</summary>
    public int BodyBytesMax { get; init; } = 64 * 1024 * 1024;

    /// <summary>Largest body of JSON, which is held in memory as a whole.</summary>
    public int JsonBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>Largest gRPC message, alone or in a stream.</summary>
    public int MessageBytesMax { get; init; } = 16 * 1024 * 1024;

    public int HeaderBytesMax { get; init; } = 32 * 1024;

    public int ConnectionsMax { get; init; } = 10_000;

    public int StreamsPerConnectionMax { get; init; } = 200;

    public int HeaderTimeoutSeconds { get; init; } = 15;

    public int KeepAliveSeconds { get; init; } = 120;

    /// <summary>
    /// A unary call that takes longer is cancelled, whatever time its caller gives it; of streams only the request is
    /// bounded by it.
    /// </summary>
    public int RequestTimeoutSeconds { get; init; } = 60;

    /// <summary>How long a stop waits for what is in flight.</summary>
    public int StopSeconds { get; init; } = 15;

    /// <summary>
    /// Networks of reverse proxies, such as <c>10.0.0.0/8</c>, joined by commas: what they say of a caller's address in
    /// X-Forwarded-For is believed.
    /// </summary>
    public string TrustedProxies { get; init; } = "";

    internal IEnumerable<string> ProxyNetworks =>
        TrustedProxies.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public IEnumerable<string> Faults()
    {
        foreach (var network in ProxyNetworks.Where(network => !System.Net.IPNetwork.TryParse(network, out _)))
            yield return $"TrustedProxies: '{network}' is not a network such as 10.0.0.0/8";
        if (!System.Net.IPAddress.TryParse(Address, out _))
            yield return $"Address: '{Address}' is not an IP address";
        foreach (var fault in (string?[])[
            Between(nameof(Port), Port, 0, 65_535),
            Between(nameof(BodyBytesMax), BodyBytesMax, 1024, 1024 * 1024 * 1024),
            Between(nameof(JsonBytesMax), JsonBytesMax, 1024, 1024 * 1024 * 1024),
            Between(nameof(MessageBytesMax), MessageBytesMax, 1024, 1024 * 1024 * 1024),
            Between(nameof(HeaderBytesMax), HeaderBytesMax, 4096, 1024 * 1024),
            Between(nameof(ConnectionsMax), ConnectionsMax, 1, 1_000_000),
            Between(nameof(StreamsPerConnectionMax), StreamsPerConnectionMax, 1, 10_000),
            Between(nameof(HeaderTimeoutSeconds), HeaderTimeoutSeconds, 1, 600),
            Between(nameof(KeepAliveSeconds), KeepAliveSeconds, 1, 3600),
            Between(nameof(RequestTimeoutSeconds), RequestTimeoutSeconds, 1, 3600),
            Between(nameof(StopSeconds), StopSeconds, 1, 600)])
        {
            if (fault is not null)
                yield return fault;
        }
    }

    private static string? Between(string key, int value, int least, int most) =>
        value >= least && value <= most ? null : $"{key}: must be from {least} to {most}, is {value}";
}
