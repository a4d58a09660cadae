using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using Risk.Scoring.Orders;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Policies;

/// <summary>
/// The rules by version. Which version is in force is read with every batch of orders, so that a published policy
/// counts at once in every instance; what a version says never changes and is kept.
/// </summary>
internal sealed class PoliciesInForce
{
    /// <summary>Null when none was published and the shipped rules count.</summary>
    public const string VersionSql = "SELECT max(version) FROM policies WHERE state = 2";

    private readonly ConcurrentDictionary<int, OrderRules> known = new();

    /// <summary>Whether the policy that was in force when somebody last looked has concentration caps.</summary>
    public bool HasCaps { get; private set; }

    public async ValueTask<OrderRules> InForceAsync(
        NpgsqlConnection connection, int? version, CancellationToken ct = default)
    {
        var rules = await OfAsync(connection, version, ct);
        HasCaps = !rules.Caps.IsEmpty;
        return rules;
    }

    public async ValueTask<OrderRules> OfAsync(
        NpgsqlConnection connection, int? version, CancellationToken ct = default)
    {
        if (version is not { } asked || asked == OrderRules.ShippedVersion)
            return OrderRules.Shipped;
        if (known.TryGetValue(asked, out var rules))
            return rules;
        await using var command = new NpgsqlCommand("SELECT rules FROM policies WHERE version = $1 UNION ALL "
            + "SELECT rules FROM shipped_policies WHERE version = $1", connection)
        {
            Parameters = { new NpgsqlParameter<int> { TypedValue = asked } },
        };
        var body = await command.ExecuteScalarAsync(ct) as byte[]
                   ?? throw Refuse.NotFound("policy", asked.ToString(CultureInfo.InvariantCulture));
        return known[asked] = new(asked, V1.PolicyRules.Parser.ParseFrom(body));
    }

    public async Task<OrderRules> NowAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(VersionSql, connection);
        return await InForceAsync(connection, await command.ExecuteScalarAsync(ct) as int?, ct);
    }
}
