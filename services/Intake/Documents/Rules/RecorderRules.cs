using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using static Risk.Intake.V1.DocumentKind;

namespace Risk.Intake.Documents.Rules;

/// <summary>
/// Who may record what: sales records the course of its own business, while whatever pays, lowers or undoes a debt
/// comes from those who do not sell.
/// </summary>
internal static class RecorderRules
{
    private const Role Bookkeepers = Role.Finance | Role.Integrator | Role.Administrator;

    public static bool MayRecord(Role roles, V1.DocumentKind kind) => (roles & Bookkeepers) != Role.None
        || kind is Order or OrderChanged or Delivery or Invoice or OrderClosed or Dispute or DisputeResolved;

    public static void Check(Caller caller, Document document)
    {
        if (!MayRecord(caller.Roles, document.Kind))
        {
            throw Refuse.Denied("ROLE_MISSING", new(
                $"A document of this kind needs one of the roles {Bookkeepers}.", $"该类单据需要以下任一角色：{Bookkeepers}。"));
        }
    }
}
