using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Risk.Client;
using Risk.Intake.V1;

namespace Risk.MainJob.Steps;

/// <summary>
/// The people and programs of the main job, each with a key of its own: it is revoked when the job ends, and ends by
/// itself when the job is killed.
/// </summary>
internal sealed class Staff : IAsyncDisposable
{
    private static readonly TimeSpan KnownTimeMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan KeyTimeMax = TimeSpan.FromHours(12);

    private readonly RiskClient administrator;
    private readonly List<string> keys;

    private Staff(RiskClient administrator, List<string> keys) =>
        (this.administrator, this.keys) = (administrator, keys);

    /// <summary>The interface of the seller's own system.</summary>
    public required RiskClient Loader { get; init; }

    public required RiskClient RiskManager { get; init; }

    /// <summary>Approves what the risk manager proposes.</summary>
    public required RiskClient SecondPerson { get; init; }

    public required RiskClient Auditor { get; init; }

    public static async Task<Staff> HireAsync(JobSettings settings, TimeProvider clock, CancellationToken cancellation)
    {
        var administrator = Connect(settings, settings.AdministratorKey, clock);
        var keys = new List<string>();
        return new(administrator, keys)
        {
            Loader = await ConnectAsync("erp interface", "erp", Role.Integrator, Role.Sales),
            RiskManager = await ConnectAsync("risk manager", "risk.manager", Role.Risk),
            SecondPerson = await ConnectAsync("second person", "head.of.risk", Role.Risk, Role.Approver),
            Auditor = await ConnectAsync("auditor", "internal.audit", Role.Auditor),
        };

        async Task<RiskClient> ConnectAsync(string name, string owner, params Role[] roles)
        {
            var request = new CreateApiKeyRequest
            {
                Name = $"main job: {name}",
                Owner = owner,
                Roles = { roles },
                ExpiresAt = Timestamp.FromDateTimeOffset(clock.GetUtcNow() + KeyTimeMax),
            };
            var answer = await administrator.ApiKeys.CreateApiKeyAsync(request, cancellationToken: cancellation);
            keys.Add(answer.ApiKey.ApiKeyId);
            var client = Connect(settings, answer.Secret, clock);
            await UntilKnownAsync(client, clock, cancellation);
            return client;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in new[] { Loader, RiskManager, SecondPerson, Auditor })
            client.Dispose();
        foreach (var key in keys)
            await administrator.ApiKeys.RevokeApiKeyAsync(new() { ApiKeyId = key });
        administrator.Dispose();
    }

    /// <summary>Intake issues keys; the other services hear of them by event, which takes a moment.</summary>
    private static async Task UntilKnownAsync(RiskClient client, TimeProvider clock, CancellationToken cancellation)
    {
        Func<Task>[] looks =
        [
            async () => await client.Holds.ListHoldsAsync(new() { PageSize = 1 }, cancellationToken: cancellation),
            async () => await client.Warnings.ListWarningsAsync(
                new() { PageSize = 1 }, cancellationToken: cancellation),
            async () => await client.Alerts.ListAlertsAsync(new() { PageSize = 1 }, cancellationToken: cancellation),
        ];
        var begun = clock.GetTimestamp();
        foreach (var look in looks)
        {
            while (!await IsKnownAsync(look))
            {
                if (clock.GetElapsedTime(begun) > KnownTimeMax)
                    throw new JobException("A service does not know a key issued a minute ago; see its log.");
                await Task.Delay(LookEvery, clock, cancellation);
            }
        }
    }

    private static async Task<bool> IsKnownAsync(Func<Task> look)
    {
        try
        {
            await look();
            return true;
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.PermissionDenied)
        {
            return true;
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.Unauthenticated)
        {
            return false;
        }
    }

    private static RiskClient Connect(JobSettings settings, string key, TimeProvider clock) =>
        new(new() { Address = settings.Address, ApiKey = key, Clock = clock, RetriesMax = 8 });
}
