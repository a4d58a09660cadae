using Risk.Client;
using Risk.Intake.V1;

namespace Risk.MainJob.Steps;

/// <summary>The people and programs of the main job, each with a key of its own.</summary>
internal sealed class Staff : IDisposable
{
    private Staff()
    {
    }

    /// <summary>The interface of the seller's own system.</summary>
    public required RiskClient Loader { get; init; }

    public required RiskClient RiskManager { get; init; }

    /// <summary>Approves what the risk manager proposes.</summary>
    public required RiskClient SecondPerson { get; init; }

    public required RiskClient Auditor { get; init; }

    public static async Task<Staff> HireAsync(JobSettings settings, TimeProvider clock, CancellationToken cancellation)
    {
        using var administrator = Connect(settings, settings.AdministratorKey, clock);
        return new()
        {
            Loader = await ConnectAsync("erp interface", "erp", Role.Integrator, Role.Sales),
            RiskManager = await ConnectAsync("risk manager", "risk.manager", Role.Risk),
            SecondPerson = await ConnectAsync("second person", "head.of.risk", Role.Risk, Role.Approver),
            Auditor = await ConnectAsync("auditor", "internal.audit", Role.Auditor),
        };

        async Task<RiskClient> ConnectAsync(string name, string owner, params Role[] roles)
        {
            var request = new CreateApiKeyRequest { Name = $"main job: {name}", Owner = owner, Roles = { roles } };
            var answer = await administrator.ApiKeys.CreateApiKeyAsync(request, cancellationToken: cancellation);
            return Connect(settings, answer.Secret, clock);
        }
    }

    public void Dispose()
    {
        Loader.Dispose();
        RiskManager.Dispose();
        SecondPerson.Dispose();
        Auditor.Dispose();
    }

    private static RiskClient Connect(JobSettings settings, string key, TimeProvider clock) =>
        new(new() { Address = settings.Address, ApiKey = key, Clock = clock, RetriesMax = 8 });
}
