using Risk.ServiceDefaults.Identity;

namespace Risk.Intake.ApiKeys;

/// <summary>Roles as the contract lists them and as callers have them.</summary>
internal static class KeyRoles
{
    private static readonly (V1.Role Named, Role Flag)[] All =
    [
        (V1.Role.Administrator, Role.Administrator),
        (V1.Role.Integrator, Role.Integrator),
        (V1.Role.Sales, Role.Sales),
        (V1.Role.Finance, Role.Finance),
        (V1.Role.Legal, Role.Legal),
        (V1.Role.Risk, Role.Risk),
        (V1.Role.Approver, Role.Approver),
        (V1.Role.Committee, Role.Committee),
        (V1.Role.Auditor, Role.Auditor),
    ];

    public static bool Knows(V1.Role role) => All.Any(r => r.Named == role);

    public static Role Together(IEnumerable<V1.Role> roles) =>
        roles.Aggregate(Role.None, (sum, role) => sum | All.First(r => r.Named == role).Flag);

    public static IEnumerable<V1.Role> Named(Role roles) =>
        All.Where(r => (roles & r.Flag) != Role.None).Select(r => r.Named);
}
