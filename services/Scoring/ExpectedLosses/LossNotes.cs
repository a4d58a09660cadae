using System.Globalization;
using Risk.Scoring.Ledger;
using Text = Risk.Types.V1.Text;

namespace Risk.Scoring.ExpectedLosses;

/// <summary>What a reader of figures should know, in the languages of the suite.</summary>
internal static class LossNotes
{
    public static IEnumerable<Text> Of(LossFigures figures)
    {
        var (customer, provision) = (figures.Customer, figures.Provision);
        if (customer.Probability is null && !provision.IsSpecific)
        {
            yield return Said($"There is no score: the probability of customers without one counts, "
                    + $"{Percent(figures.Probability)}.",
                $"尚无评分：采用未评分客户的违约概率 {Percent(figures.Probability)}。");
        }
        if (provision.IsSpecific)
        {
            yield return Said(
                "The customer is in default (grade D): the provision is specific, and no scenario changes it.",
                "客户已违约（D 级）：按单项计提，不受前瞻性情景影响。");
        }
        foreach (var lacking in figures.Unconverted)
            yield return Of(lacking);
        if (figures.CoversUnconverted.Count > 0)
            yield return OfCovers(figures.CoversUnconverted);
        if (provision.Disputed > 0)
        {
            yield return Said("What is in dispute is in the gross amount: it is no sign that a customer cannot pay. "
                + "What will be allowed on it is a reduction of revenue.",
                "争议金额包含在账面余额中：争议并不说明客户无力付款；可能给予的折让应冲减收入。");
        }
        if (provision.CreditBeyond > 0)
        {
            yield return Said(
                "Payments and credit notes on account are more than is owed; the difference reduces nothing.",
                "未分配的收款和红字发票超过应收金额，超出部分不抵减任何金额。");
        }
    }

    public static Text Of(Unconverted lacking, long customers = 1)
    {
        var (gross, exposure) = (Amounts.ForPeople(lacking.Gross, lacking.Currency),
            Amounts.ForPeople(lacking.Exposure, lacking.Currency));
        return Said($"There is no exchange rate for {lacking.Currency}: {gross} owed and {exposure} of exposure at "
                + $"default ({Count(customers)}) are in no figure.",
            $"没有 {lacking.Currency} 的汇率：账面余额 {gross}、违约风险敞口 {exposure}（{customers} 个客户）未计入任何数字。");
    }

    public static Text OfCovers(IEnumerable<string> currencies)
    {
        var named = string.Join(", ", currencies);
        return Said($"There is no exchange rate for covers in {named}: they cover nothing.",
            $"以下币种的担保没有汇率，不计入担保：{named}。");
    }

    private static string Count(long customers) => customers == 1
        ? "1 customer"
        : customers.ToString("#,##0", CultureInfo.InvariantCulture) + " customers";

    private static string Percent(decimal share) =>
        (share * 100).ToString("0.####", CultureInfo.InvariantCulture) + " %";

    private static Text Said(string en, string zh) => new() { En = en, Zh = zh };
}
