using Risk.Intake.Rules;
using Risk.Intake.Values;
using Risk.ServiceDefaults.Identity;
using static Risk.Intake.V1.CustomerStatus;

namespace Risk.Intake.Customers.Rules;

/// <summary>
/// The facts that stop business with a customer: legal records, suspension, insolvency. Who sells to it may not lift
/// them; a feed of another system may bring them, and only legal and risk may end them.
/// </summary>
internal static class GuardedFacts
{
    private const Role Lifters = Role.Legal | Role.Risk | Role.Administrator;
    private const Role Reporters = Lifters | Role.Integrator;

    /// <summary>What the roles do not allow of a change.</summary>
    public static Fault? DeniedOf(
        (V1.CustomerStatus Status, LegalRecord[] Records) before, Customer after, Role roles)
    {
        if (before.Status != after.Status && (IsGuarded(before.Status) || IsGuarded(after.Status)))
        {
            var needed = IsGuarded(before.Status) && after.Status != Insolvent ? Lifters : Reporters;
            if ((roles & needed) == Role.None)
                return Denied("status", needed);
        }
        if (before.Records.SequenceEqual(after.LegalRecords))
            return null;
        var recordsNeeded = before.Records.Except(after.LegalRecords).Any() ? Lifters : Reporters;
        return (roles & recordsNeeded) == Role.None ? Denied("legal_records", recordsNeeded) : null;
    }

    /// <summary>A record is ended, never taken away: two who add one each do not undo each other.</summary>
    public static void NoRecordIsRemoved(LegalRecord[] before, LegalRecord[] after, Faults faults)
    {
        var left = after.GroupBy(NameOf).ToDictionary(g => g.Key, g => g.Count());
        foreach (var record in before)
        {
            var count = left.GetValueOrDefault(NameOf(record));
            left[NameOf(record)] = count - 1;
            if (count > 0)
                continue;
            var kind = ContractEnums.LegalRecordKinds.NameOf((int)record.Kind);
            var day = record.RecordedOn is { } on ? Dates.Write(on) : "";
            faults.That(false, "legal_records", "LEGAL_RECORD_REMOVED", new(
                $"lack the record {kind} of {day}: records are ended by ended_on, never removed",
                $"缺少 {day} 的 {kind} 记录：记录只能用 ended_on 终止，不能删除"), record.Reference);
        }
    }

    /// <summary>Which record it is: its amount, source and end may be corrected.</summary>
    public static (V1.LegalRecordKind, DateOnly?, string) NameOf(LegalRecord record) =>
        (record.Kind, record.RecordedOn, record.Reference);

    private static bool IsGuarded(V1.CustomerStatus status) => status is Suspended or Insolvent;

    private static Fault Denied(string field, Role needed) => new(field, "ROLE_MISSING", new(
        $"to change {field} so, one of the roles {needed} is needed", $"如此修改 {field} 需要以下任一角色：{needed}"));
}
