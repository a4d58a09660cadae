using System.Text.RegularExpressions;
using Risk.Intake.Customers.Identifiers;
using Risk.Intake.Rules;
using Risk.Intake.Values;

namespace Risk.Intake.Customers.Rules;

/// <summary>What holds for the master data of every customer.</summary>
internal static partial class CustomerRules
{
    private const int NameLengthMax = 200;
    public const int FormerNamesMax = 20;
    private const int RefsMax = 20;
    private const int LegalRecordsMax = 200;
    private const int ExternalRatingsMax = 50;
    private const int CreditReferencesMax = 50;

    public static void Check(Customer customer, DateOnly today, Faults faults)
    {
        if (faults.Given(customer.LegalName, "legal_name"))
            faults.NoLongerThan(NameLengthMax, customer.LegalName, "legal_name");
        CheckFormerNames(customer.FormerNames, faults);
        CheckIdentifiers(customer.Identifiers, faults);
        CheckRefs(customer.Refs, faults);
        CheckPlace(customer, faults);
        CheckBusiness(customer, today, faults);
        if (faults.That(customer.LegalRecords.Length <= LegalRecordsMax, "legal_records", "TOO_MANY", new(
            $"holds more than {LegalRecordsMax} records", $"超过 {LegalRecordsMax} 条记录")))
        {
            for (var i = 0; i < customer.LegalRecords.Length; i++)
                LegalRecordRules.Check(customer.LegalRecords[i], $"legal_records[{i}]", today, faults);
        }
        if (faults.That(customer.ExternalRatings.Length <= ExternalRatingsMax, "external_ratings", "TOO_MANY", new(
            $"holds more than {ExternalRatingsMax} ratings", $"超过 {ExternalRatingsMax} 条评级")))
        {
            for (var i = 0; i < customer.ExternalRatings.Length; i++)
                ExternalRatingRules.Check(customer.ExternalRatings[i], $"external_ratings[{i}]", today, faults);
        }
        if (faults.That(customer.CreditReferences.Length <= CreditReferencesMax, "credit_references", "TOO_MANY", new(
            $"holds more than {CreditReferencesMax} references", $"超过 {CreditReferencesMax} 条信用参考")))
        {
            for (var i = 0; i < customer.CreditReferences.Length; i++)
                CreditReferenceRules.Check(customer.CreditReferences[i], $"credit_references[{i}]", today, faults);
        }
    }

    private static void CheckFormerNames(string[] names, Faults faults)
    {
        faults.That(names.Length <= FormerNamesMax, "former_names", "TOO_MANY", new(
            $"holds more than {FormerNamesMax} names", $"超过 {FormerNamesMax} 个名称"));
        foreach (var name in names)
        {
            if (faults.Given(name, "former_names"))
                faults.NoLongerThan(NameLengthMax, name, "former_names");
        }
    }

    private static void CheckIdentifiers(List<CustomerIdentifier> identifiers, Faults faults)
    {
        for (var i = 0; i < identifiers.Count; i++)
            IdentifierRules.Check(identifiers[i], $"identifiers[{i}]", faults);
        faults.That(identifiers.DistinctBy(i => (i.Scheme, i.CountryCode)).Count() == identifiers.Count,
            "identifiers", "ONE_OF_EACH_SCHEME", new(
                "holds two of one scheme and issuing country", "同一类型和签发国家/地区的标识只能有一个"));
    }

    private static void CheckRefs(List<CustomerRef> refs, Faults faults)
    {
        faults.That(refs.Count <= RefsMax, "external_refs", "TOO_MANY", new(
            $"holds more than {RefsMax} references", $"超过 {RefsMax} 个外部编号"));
        for (var i = 0; i < refs.Count; i++)
            RefRules.Check(new(refs[i].System, refs[i].Id), $"external_refs[{i}]", faults);
        faults.That(refs.DistinctBy(r => r.System, StringComparer.Ordinal).Count() == refs.Count,
            "external_refs", "ONE_OF_EACH_SYSTEM", new("names one system twice", "同一外部系统出现两次"));
    }

    private static void CheckPlace(Customer customer, Faults faults)
    {
        faults.That(customer.CountryCode.Length == 0 || Countries.Knows(customer.CountryCode), "country_code",
            "UNKNOWN_COUNTRY", new("is not a country code of ISO 3166-1 alpha-2", "不是 ISO 3166-1 二位国家/地区代码"),
            customer.CountryCode);
        faults.NoLongerThan(100, customer.Region, "region");
        faults.That(customer.IsicSection is [] or [>= 'A' and <= 'U'], "industry.isic_section",
            "UNKNOWN_INDUSTRY", new("is not a section of ISIC Rev. 4, A to U", "不是 ISIC 第四版门类（A 至 U）"),
                customer.IsicSection);
        faults.That(customer.Gbt4754Code.Length == 0 || GbtForm().IsMatch(customer.Gbt4754Code),
            "industry.gbt4754_code", "UNKNOWN_INDUSTRY",
            new("is not a code of GB/T 4754: a letter A to T and up to four digits",
                "不是 GB/T 4754 代码：字母 A 至 T 加最多四位数字"),
            customer.Gbt4754Code);
    }

    private static void CheckBusiness(Customer customer, DateOnly today, Faults faults)
    {
        faults.That(customer.IncorporatedOn is not { } founded || founded <= today, "incorporated_on",
            "IN_THE_FUTURE", new("is in the future", "日期在未来"));
        CheckCapital(customer.RegisteredCapital, customer.RegisteredCapitalCurrency, "registered_capital", faults);
        CheckCapital(customer.PaidInCapital, customer.PaidInCapitalCurrency, "paid_in_capital", faults);
        faults.NoLongerThan(4000, customer.BusinessScope, "business_scope");
        faults.That(customer.Headcount >= 0, "headcount", "NEGATIVE", new("is negative", "不能为负数"));
        CheckShare(customer.MarketShare, "market_share", faults);
        CheckShare(customer.Satisfaction, "satisfaction", faults);
        faults.NoLongerThan(64, customer.Segment, "segment");
        faults.NoLongerThan(100, customer.Salesperson, "salesperson");
        faults.That(ContractEnums.CustomerStatuses.Knows((int)customer.Status), "status", "UNKNOWN_STATUS",
            new("is not a status of a customer", "不是有效的客户状态"));
    }

    private static void CheckCapital(decimal? amount, string? currencyCode, string field, Faults faults)
    {
        if (amount is not { } given)
            return;
        MoneyRules.Check(new Money(given, currencyCode ?? ""), field, faults);
        faults.That(given >= 0, field, "NEGATIVE", new("is negative", "不能为负数"), Decimals.Write(given));
    }

    private static void CheckShare(decimal? share, string field, Faults faults)
    {
        if (share is { } given)
        {
            faults.That(given is >= 0 and <= 1 && Decimals.Fits(given, 1, 8), field, "NOT_A_SHARE", new(
                "must be from 0 to 1 with at most 8 decimals", "必须在 0 到 1 之间，且最多 8 位小数"), Decimals.Write(given));
        }
    }

    [GeneratedRegex("^[A-T][0-9]{0,4}$", RegexOptions.None, 1000)]
    private static partial Regex GbtForm();
}
