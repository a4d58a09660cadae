using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Risk.ServiceDefaults;
using Risk.Testing;

namespace Risk.Benchmarks.Suite;

/// <summary>
/// A service of a suite on RabbitMQ: it takes the broker and the key of the first one, and reads the logs of others.
/// </summary>
internal sealed class JoinedFixture<TService>(JoinedSettings? first, params IEnumerable<(string Key, string Value)> own)
    : ServiceFixture<TService>
    where TService : IRiskService
{
    public JoinedSettings Shared { get; private set; } = new("", "");

    protected override bool UsesRabbit => true;

    protected override void Configure(WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var configuration = builder.Configuration;
        Shared = first ?? new(configuration["Broker:Uri"]!, configuration["Identity:BootstrapKeyFile"]!);
        configuration.AddInMemoryCollection(
        [
            new("Broker:Uri", Shared.Broker),
            new("Identity:BootstrapKeyFile", Shared.KeyFile),
            .. own.Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Value)),
        ]);
    }
}

/// <summary>What services have in common that work together.</summary>
internal sealed record JoinedSettings(string Broker, string KeyFile);
