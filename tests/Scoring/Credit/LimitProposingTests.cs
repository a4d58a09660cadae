using System.Globalization;
using Risk.Scoring.Credit;
using Risk.Scoring.ExchangeRates;
using Risk.Scoring.Orders;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;
using Cover = Risk.Scoring.Covers.Cover;

namespace Risk.Scoring.Tests.Credit;

public sealed class LimitProposingTests
{
    private static readonly DateOnly Day = new(2026, 6, 15);

    /// <summary>
    /// What is known | what each method gives, in the order of the contract | the limit, or why there is none. The
    /// grade is BB unless stated: factor 0.6, at most 1,500,000 CNY, 45 days.
    /// </summary>
    public static readonly TheoryData<string, string, string> Table = new()
    {
        { "", "NO_STATEMENT NO_STATEMENT NO_PURCHASES NO_REFERENCES NO_EXTERNAL_LIMIT", "NO_METHOD_HAS_DATA" },
        { "equity=1000000", "100000 LINE_NOT_SHOWN NO_PURCHASES NO_REFERENCES NO_EXTERNAL_LIMIT", "60000" },
        { "equity=-5 assets=1000 debts=400", "0 60 NO_PURCHASES NO_REFERENCES NO_EXTERNAL_LIMIT", "18" },
        { "assets=400 debts=1000", "LINE_NOT_SHOWN 0 NO_PURCHASES NO_REFERENCES NO_EXTERNAL_LIMIT", "0" },
        { "bought=120000/365", "NO_STATEMENT NO_STATEMENT 15000 NO_REFERENCES NO_EXTERNAL_LIMIT", "9000" },
        { "bought=120000/365 terms=30", "NO_STATEMENT NO_STATEMENT 10000 NO_REFERENCES NO_EXTERNAL_LIMIT", "6000" },
        { "bought=120000/365 granted=90", "NO_STATEMENT NO_STATEMENT 30000 NO_REFERENCES NO_EXTERNAL_LIMIT", "18000" },
        { "bought=30000/80 terms=30", "NO_STATEMENT NO_STATEMENT 10000 NO_REFERENCES NO_EXTERNAL_LIMIT", "6000" },
        { "bought=-100/365", "NO_STATEMENT NO_STATEMENT 0 NO_REFERENCES NO_EXTERNAL_LIMIT", "0" },
        { "refs=100+900+300", "NO_STATEMENT NO_STATEMENT NO_PURCHASES 300 NO_EXTERNAL_LIMIT", "180" },
        { "refs=100+300", "NO_STATEMENT NO_STATEMENT NO_PURCHASES 200 NO_EXTERNAL_LIMIT", "120" },
        { "external=500", "NO_STATEMENT NO_STATEMENT NO_PURCHASES NO_REFERENCES 500", "300" },
        { "equity=1000 refs=700 external=400", "100 LINE_NOT_SHOWN NO_PURCHASES 700 400", "240" },
        { "equity=1000 refs=700 by=Lowest", "100 LINE_NOT_SHOWN NO_PURCHASES 700 NO_EXTERNAL_LIMIT", "60" },
        { "equity=1000 refs=700 by=Highest", "100 LINE_NOT_SHOWN NO_PURCHASES 700 NO_EXTERNAL_LIMIT", "420" },
        { "equity=1000 refs=701 by=Mean", "100 LINE_NOT_SHOWN NO_PURCHASES 701 NO_EXTERNAL_LIMIT", "240" },
        { "external=9000000", "NO_STATEMENT NO_STATEMENT NO_PURCHASES NO_REFERENCES 9000000", "1500000" },
        { "external=9000000 grade=Aaa", "NO_STATEMENT NO_STATEMENT NO_PURCHASES NO_REFERENCES 9000000", "10000000" },
        { "external=1000 grade=D", "NO_STATEMENT NO_STATEMENT NO_PURCHASES NO_REFERENCES 1000", "0" },
        { "external=1000 grade=Unspecified", "NO_STATEMENT NO_STATEMENT NO_PURCHASES NO_REFERENCES 1000", "300" },
        { "external=1000 insured=250", "NO_STATEMENT NO_STATEMENT NO_PURCHASES NO_REFERENCES 1000", "250" },
        { "external=1000 insured=9999", "NO_STATEMENT NO_STATEMENT NO_PURCHASES NO_REFERENCES 1000", "600" },
        { "external=1000 deposit=100", "NO_STATEMENT NO_STATEMENT NO_PURCHASES NO_REFERENCES 1000", "680" },
        { "external=1000 insured=250 deposit=100",
            "NO_STATEMENT NO_STATEMENT NO_PURCHASES NO_REFERENCES 1000", "330" },
        { "external=1001 grade=D deposit=100", "NO_STATEMENT NO_STATEMENT NO_PURCHASES NO_REFERENCES 1001", "80" },
        { "equity=1000 in=USD rate=7", "700 LINE_NOT_SHOWN NO_PURCHASES NO_REFERENCES NO_EXTERNAL_LIMIT", "420" },
        { "equity=1000 in=USD", "RATE_MISSING LINE_NOT_SHOWN NO_PURCHASES NO_REFERENCES NO_EXTERNAL_LIMIT",
            "NO_METHOD_HAS_DATA" },
        { "equity=1000 in=?",
            "STATEMENT_CURRENCY_UNKNOWN STATEMENT_CURRENCY_UNKNOWN NO_PURCHASES NO_REFERENCES NO_EXTERNAL_LIMIT",
            "NO_METHOD_HAS_DATA" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Methods_are_combined_graded_and_capped(string known, string methods, string expected)
    {
        var words = known.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(w => w.Split('=')[0], w => w.Split('=')[1], StringComparer.Ordinal);
        var rules = OrderRules.ShippedRules();
        if (words.TryGetValue("by", out var by))
            rules.LimitCombination = Enum.Parse<LimitCombination>(by);

        var proposal = LimitProposing.Of(Facts(words), new(version: 1000, rules));

        string.Join(' ', proposal.Methods.Select(m => m.Amount is { } amount ? Plain(amount) : m.Reason))
            .ShouldBe(methods);
        (proposal.Limit is { } limit ? Plain(limit) : proposal.Reason).ShouldBe(expected);
        (proposal.Text.En.Length > 0 && proposal.Text.Zh.Length > 0).ShouldBeTrue();
        proposal.Methods.Where(m => m.Amount is not null).ShouldAllBe(m => m.Inputs.Count > 0);
    }

    [Fact]
    public void A_proposal_shows_the_inputs_the_terms_and_the_review_of_the_grade()
    {
        var proposal = LimitProposing.Of(
            Facts(new(StringComparer.Ordinal) { ["bought"] = "120000/365", ["equity"] = "1000000" }),
            OrderRules.Shipped);

        var purchases = proposal.Methods.Single(m => m.Method == LimitMethod.Purchases);
        purchases.Inputs.Select(i => $"{i.Name} {i.Value} ({i.Source})").ShouldBe(
            ["purchases 120,000.00 CNY (ledger)", "months 12 (ledger)", "terms 45 days (policy)"]);
        (proposal.Combined.Amount, proposal.GradeFactor.Value, proposal.AfterFactor.Amount, proposal.GradeMax.Amount)
            .ShouldBe(("57500.00", "0.60", "34500.00", "1500000.00"));
        (proposal.NetDays, proposal.ReviewDue.Value, proposal.RulesVersion).ShouldBe(
            (45, "2026-12-15", OrderRules.ShippedVersion));
    }

    private static LimitFacts Facts(Dictionary<string, string> words)
    {
        decimal? Amount(string name) => words.TryGetValue(name, out var text) ? Number(text) : null;
        var bought = words.GetValueOrDefault("bought")?.Split('/');
        var hasStatement = words.Keys.Any(w => w is "equity" or "assets" or "debts");
        return new()
        {
            CustomerId = Guid.CreateVersion7(),
            Day = Day,
            Currency = "CNY",
            Grade = words.TryGetValue("grade", out var grade) ? Enum.Parse<Grade>(grade) : Grade.Bb,
            Statement = !hasStatement ? null : new(new(2025, 12, 31),
                words.GetValueOrDefault("in", "CNY") is var currency && currency == "?" ? null : currency,
                Amount("equity"), Amount("assets"), Amount("debts")),
            Purchases = bought is null ? [] : [("CNY", Number(bought[0]))],
            FirstInvoiceOn = bought is null ? null : Day.AddDays(-(int)Number(bought[1])),
            NetDaysGranted = (int?)Amount("granted"),
            TermsDays = (int)(Amount("terms") ?? 0),
            TradeReferences = [.. (words.GetValueOrDefault("refs")?.Split('+') ?? []).Select(r => ("CNY", Number(r)))],
            ExternalLimit = Amount("external") is { } external ? ("CNY", external) : null,
            Covers = [.. Covers(Amount("insured"), CoverKind.CreditInsurance),
                .. Covers(Amount("deposit"), CoverKind.Deposit)],
            Rates = words.TryGetValue("rate", out var rate)
                ? new RateTable([new("USD", "CNY", Number(rate), Day)], Day)
                : RateTable.Empty,
        };
    }

    private static IEnumerable<Cover> Covers(decimal? amount, CoverKind kind) => amount is not { } value ? [] :
    [
        new()
        {
            CoverId = Guid.CreateVersion7(),
            CustomerId = Guid.CreateVersion7(),
            Kind = kind,
            Provider = "Hansea",
            CurrencyCode = "CNY",
            Amount = value,
            Share = 0.8m,
            Reference = "",
        },
    ];

    private static string Plain(Types.V1.Money money) =>
        decimal.Parse(money.Amount, CultureInfo.InvariantCulture).ToString("0.##", CultureInfo.InvariantCulture);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
