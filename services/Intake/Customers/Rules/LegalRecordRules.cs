using Risk.Intake.Rules;
using Risk.Intake.Values;

namespace Risk.Intake.Customers.Rules;

/// <summary>What holds for every legal record.</summary>
internal static class LegalRecordRules
{
    public static void Check(LegalRecord record, string field, DateOnly today, Faults faults)
    {
        faults.That(ContractEnums.LegalRecordKinds.Knows((int)record.Kind), field + ".kind", "REQUIRED",
            new("is required", "必填"));
        if (faults.That(record.RecordedOn is not null, field + ".recorded_on", "REQUIRED", new("is required", "必填")))
        {
            faults.That(record.RecordedOn <= today, field + ".recorded_on", "IN_THE_FUTURE",
                new("is in the future", "日期在未来"));
            faults.That(record.EndedOn is null || record.EndedOn >= record.RecordedOn, field + ".ended_on",
                "ENDED_BEFORE_RECORDED", new("is before the day of the record", "早于记录日期"));
        }
        MoneyRules.Check(record.Amount, field + ".amount", faults);
        faults.NoLongerThan(100, record.Reference, field + ".reference");
        faults.NoLongerThan(100, record.Source, field + ".source");
    }
}
