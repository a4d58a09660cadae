using Risk.Intake.Rules;
using Risk.Intake.Values;

namespace Risk.Intake.Customers.Rules;

/// <summary>What holds for every credit reference.</summary>
internal static class CreditReferenceRules
{
    public static void Check(CreditReference reference, string field, DateOnly today, Faults faults)
    {
        faults.That(reference.Kind != default && Enum.IsDefined(reference.Kind), field + ".kind", "REQUIRED",
            new("is required", "必填"));
        if (faults.Given(reference.GivenBy, field + ".given_by"))
            faults.NoLongerThan(100, reference.GivenBy, field + ".given_by");
        faults.That(reference.Limit is not null || reference.Kind == V1.CreditReferenceKind.Trade, field + ".limit",
            "REQUIRED", new("is required", "必填"));
        faults.That(!(reference.Limit?.Amount < 0), field + ".limit", "NEGATIVE", new("is below 0", "小于 0"));
        MoneyRules.Check(reference.Limit, field + ".limit", faults);
        faults.That(Enum.IsDefined(reference.Experience)
            && (reference.Experience == default || reference.Kind == V1.CreditReferenceKind.Trade),
            field + ".experience", "ONLY_OF_TRADE_REFERENCES", new(
                "is only of trade references", "仅适用于同业供应商参考"));
        faults.NoLongerThan(100, reference.Source, field + ".source");
        if (!faults.That(reference.StatedOn is not null, field + ".stated_on", "REQUIRED", new("is required", "必填")))
            return;
        faults.That(reference.StatedOn <= today, field + ".stated_on", "IN_THE_FUTURE",
            new("is in the future", "日期在未来"));
        faults.That(reference.ValidUntil is null || reference.ValidUntil >= reference.StatedOn, field + ".valid_until",
            "ENDED_BEFORE_STATED", new("is before the day on which it was stated", "早于出具日期"));
    }
}
