using System.Globalization;
using Risk.Intake.Customers.Rules;
using Risk.Intake.Rules;
using Risk.Intake.V1;
using Shouldly;
using Xunit;
using CreditReference = Risk.Intake.Customers.CreditReference;

namespace Risk.Intake.Tests.Customers.Rules;

public sealed class CreditReferenceRulesTests
{
    private static readonly DateOnly Today = new(2026, 6, 15);

    /// <summary>kind/by/limit/stated/until/experience | what is wrong, field and rule.</summary>
    public static readonly TheoryData<string, string> Table = new()
    {
        { "Trade/Abel/80000 CNY/2026-06-15/2026-06-15/Late", "" },
        { "Trade/Abel/-/2026-06-15/-/Unpaid", "" },
        { "Recommendation/Hansea/0 CNY/2020-01-01/-/Unspecified", "" },
        { "Recommendation/Hansea/-/2026-06-15/-/Unspecified", "limit REQUIRED" },
        { "Recommendation/Hansea/1 CNY/2026-06-15/-/Late", "experience ONLY_OF_TRADE_REFERENCES" },
        { "Unspecified/Abel/1 CNY/2026-06-15/-/Unspecified", "kind REQUIRED" },
        { "7/Abel/1 CNY/2026-06-15/-/Unspecified", "kind REQUIRED" },
        { "Trade//1 CNY/2026-06-15/-/9", "given_by REQUIRED; experience ONLY_OF_TRADE_REFERENCES" },
        { "Trade/Abel/-1 CNY/2026-06-16/-/Prompt", "limit NEGATIVE; stated_on IN_THE_FUTURE" },
        { "Trade/Abel/1 RMB/2026-06-15/2026-06-14/Prompt",
            "limit.currency_code UNKNOWN_CURRENCY; valid_until ENDED_BEFORE_STATED" },
        { "Trade/Abel/1 CNY/-/2026-06-14/Prompt", "stated_on REQUIRED" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_reference_says_who_gave_how_much_and_when(string given, string wrong)
    {
        var faults = new Faults();

        CreditReferenceRules.Check(Reference(given.Split('/')), "r", Today, faults);

        string.Join("; ", faults.All.Select(f => $"{f.Field["r.".Length..]} {f.Rule}")).ShouldBe(wrong);
    }

    private static CreditReference Reference(string[] parts) => new()
    {
        Kind = Enum.Parse<CreditReferenceKind>(parts[0]),
        GivenBy = parts[1],
        Limit = parts[2].Split(' ') is [var amount, var currency]
            ? new(decimal.Parse(amount, CultureInfo.InvariantCulture), currency)
            : null,
        StatedOn = Day(parts[3]),
        ValidUntil = Day(parts[4]),
        Experience = Enum.Parse<PaymentExperience>(parts[5]),
    };

    private static DateOnly? Day(string text) =>
        text == "-" ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
