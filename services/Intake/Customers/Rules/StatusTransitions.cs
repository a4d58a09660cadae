using Risk.Intake.Rules;
using Risk.Intake.Values;
using static Risk.Intake.V1.CustomerStatus;

namespace Risk.Intake.Customers.Rules;

/// <summary>
/// How a customer's status may change. Who has been a customer is never a prospect again; a closed relation begins anew
/// with an application; after insolvency proceedings business is suspended or over.
/// </summary>
internal static class StatusTransitions
{
    public static bool IsAllowed(V1.CustomerStatus from, V1.CustomerStatus to) => from == to || from switch
    {
        Prospect => to is Applicant or Active or Suspended or Closed or Insolvent,
        Applicant => to is Prospect or Active or Suspended or Closed or Insolvent,
        Active => to is Suspended or Closed or Insolvent,
        Suspended => to is Active or Closed or Insolvent,
        Closed => to is Applicant or Insolvent,
        Insolvent => to is Suspended or Closed,
        _ => false,
    };

    public static void Check(V1.CustomerStatus from, V1.CustomerStatus to, Faults faults)
    {
        var (before, after) =
            (ContractEnums.CustomerStatuses.NameOf((int)from), ContractEnums.CustomerStatuses.NameOf((int)to));
        faults.That(IsAllowed(from, to), "status", "STATUS_TRANSITION_NOT_ALLOWED", new(
            $"cannot change from {before} to {after}", $"不能由“{NameZh(from)}”变为“{NameZh(to)}”"), after);
    }

    private static string NameZh(V1.CustomerStatus status) => status switch
    {
        Prospect => "潜在客户",
        Applicant => "申请中",
        Active => "正常",
        Suspended => "暂停",
        Closed => "关闭",
        Insolvent => "破产",
        _ => "未知",
    };
}
