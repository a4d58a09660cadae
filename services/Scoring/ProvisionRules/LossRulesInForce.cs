using System.Collections.Concurrent;
using Npgsql;

namespace Risk.Scoring.ProvisionRules;

/// <summary>
/// The rules in force. Which version that is is read with every call; what a version says never changes and is kept.
/// </summary>
internal sealed class LossRulesInForce
{
    private readonly ConcurrentDictionary<int, LossRules> known = new();

    public async Task<LossRules> NowAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT version FROM provision_rules WHERE state = 2", connection);
        if (await command.ExecuteScalarAsync(ct) is not int version)
            return LossRules.Shipped;
        if (known.TryGetValue(version, out var rules))
            return rules;
        await using var body = new NpgsqlCommand("SELECT rules FROM provision_rules WHERE version = $1", connection)
        {
            Parameters = { new NpgsqlParameter<int> { TypedValue = version } },
        };
        return known[version] = new(version,
            V1.ProvisionRules.Parser.ParseFrom((byte[])(await body.ExecuteScalarAsync(ct))!));
    }
}
