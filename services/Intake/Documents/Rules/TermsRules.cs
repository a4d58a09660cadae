using Risk.Intake.Rules;
using Risk.Intake.Values;

namespace Risk.Intake.Documents.Rules;

/// <summary>Terms of payment: 0 to 720 days, an advance share from 0 to 1.</summary>
internal static class TermsRules
{
    public const int NetDaysMax = 720;
    private const int CodeLengthMax = 32;

    public static void Check(Document document, Faults faults)
    {
        if (document.TermsNetDays is < 0 or > NetDaysMax)
        {
            faults.That(false, "terms.net_days", "NET_DAYS_OUT_OF_RANGE", new(
                $"must be from 0 to {NetDaysMax} days", $"必须在 0 到 {NetDaysMax} 天之间"), $"{document.TermsNetDays}");
        }
        if (document.TermsAdvanceShare is { } share && !(share is >= 0 and <= 1 && Decimals.Fits(share, 1, 8)))
        {
            faults.That(false, "terms.advance_share", "NOT_A_SHARE", new(
                "must be from 0 to 1 with at most 8 decimals", "必须在 0 到 1 之间，且最多 8 位小数"), Decimals.Write(share));
        }
        if (document.TermsMethod is { } method && method != V1.PaymentMethod.Unspecified
            && !ContractEnums.PaymentMethods.Knows((int)method))
        {
            faults.That(false, "terms.method", "UNKNOWN_METHOD", new("is not a method of payment", "不是有效的付款方式"));
        }
        faults.NoLongerThan(CodeLengthMax, document.TermsCode, "terms.code");
    }
}
