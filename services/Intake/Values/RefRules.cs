using Risk.Intake.Rules;

namespace Risk.Intake.Values;

/// <summary>What holds for every name that another system gives.</summary>
internal static class RefRules
{
    public const int SystemLengthMax = 64;
    public const int IdLengthMax = 128;

    public static void Check(ExternalRef reference, string field, Faults faults)
    {
        if (faults.Given(reference.System, field + ".system"))
            faults.NoLongerThan(SystemLengthMax, reference.System, field + ".system");
        if (faults.Given(reference.Id, field + ".id"))
            faults.NoLongerThan(IdLengthMax, reference.Id, field + ".id");
    }
}
