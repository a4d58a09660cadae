using Risk.Client;
using Risk.Intake.V1;

namespace Risk.MainJob.Steps;

/// <summary>The people and programs of the main job, each with a key of its own.</summary>
internal sealed class Staff : IDisposable
{
    private Staff(RiskClient loader, RiskClient riskManager, RiskClient secondPerson)
    {
        Loader = loader;
        RiskManager = riskManager;
        SecondPerson = secondPerson;
    }

    /// <summary>The interface of the seller's own system.</summary>
    public RiskClient Loader { get; }

    public RiskClient RiskManager { get; }

    /// <summary>Approves what the risk manager proposes.</summary>
    public RiskClient SecondPerson { get; }

    public static async Task<Staff> HireAsync(JobSettings settings, TimeProvider clock, CancellationToken cancellation)
    {
        using var administrator = Connect(settings, settings.AdministratorKey, clock);
        return new(
            Connect(settings, await KeyAsync("erp interface", "erp", Role.Integrator, Role.Sales), clock),
            Connect(settings, await KeyAsync("risk manager", "risk.manager", Role.Risk), clock),
            Connect(settings, await KeyAsync("second person", "head.of.risk", Role.Risk, Role.Approver), clock));

        async Task<string> KeyAsync(string name, string owner, params Role[] roles)
        {
            var request = new CreateApiKeyRequest { Name = $"main job: {name}", Owner = owner, Roles = { roles } };
            return (await administrator.ApiKeys.CreateApiKeyAsync(request, cancellationToken: cancellation)).Secret;
        }
    }

    public void Dispose()
    {
        Loader.Dispose();
        RiskManager.Dispose();
        SecondPerson.Dispose();
    }

    private static RiskClient Connect(JobSettings settings, string key, TimeProvider clock) =>
        new(new() { Address = settings.Address, ApiKey = key, Clock = clock, RetriesMax = 8 });
}
