using System.Globalization;
using Risk.Intake.V1;
using Risk.Scoring.Credit;
using Risk.Scoring.CustomerFacts;
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

    /// <summary>
    /// What is on file, each as kind/by/amount/stated days ago (and how it pays, or days until it ends) | what trade
    /// references and recommendations give | what is named.
    /// </summary>
    public static readonly TheoryData<string, string, string> References = new()
    {
        { "T/Abel/100/10 T/Boyd/300/20", "200 NO_EXTERNAL_LIMIT", "trade_reference:Abel trade_reference:Boyd" },
        // The newest word of each counts, whatever case its name is in.
        { "T/Abel/100/10 T/ABEL/900/40", "100 NO_EXTERNAL_LIMIT", "trade_reference:Abel" },
        { "T/Abel/100/400", "REFERENCES_STALE NO_EXTERNAL_LIMIT", "stale_trade_reference:Abel" },
        { "T/Abel/100/400 T/Boyd/300/20", "300 NO_EXTERNAL_LIMIT",
            "trade_reference:Boyd stale_trade_reference:Abel" },
        // Stale by the policy's months is one day more than a year: the day itself still counts.
        { "T/Abel/100/365", "100 NO_EXTERNAL_LIMIT", "trade_reference:Abel" },
        { "T/Abel/100/366", "REFERENCES_STALE NO_EXTERNAL_LIMIT", "stale_trade_reference:Abel" },
        // A stated last day counts instead of the policy's months.
        { "T/Abel/100/700/0", "100 NO_EXTERNAL_LIMIT", "trade_reference:Abel" },
        { "T/Abel/100/10/-1", "REFERENCES_STALE NO_EXTERNAL_LIMIT", "stale_trade_reference:Abel" },
        { "T/Abel/100/10/late T/Boyd/300/20", "200 NO_EXTERNAL_LIMIT",
            "late_trade_reference:Abel trade_reference:Boyd" },
        { "T/Abel/100/10/unpaid T/Boyd/300/20", "150 NO_EXTERNAL_LIMIT",
            "unpaid_trade_reference:Abel trade_reference:Boyd" },
        { "T/Abel/-/10/unpaid", "0 NO_EXTERNAL_LIMIT", "unpaid_trade_reference:Abel" },
        { "T/Abel/-/10", "NO_REFERENCES NO_EXTERNAL_LIMIT", "trade_reference:Abel" },
        // What was said after the day is not known on it.
        { "T/Abel/100/-1", "NO_REFERENCES NO_EXTERNAL_LIMIT", "" },
        { "R/Hansea/500/10", "NO_REFERENCES 500", "external_limit:Hansea" },
        { "R/Hansea/500/10 R/Orion/200/5", "NO_REFERENCES 200", "external_limit:Orion" },
        { "R/Hansea/500/5 R/Orion/200/5", "NO_REFERENCES 200", "external_limit:Orion" },
        { "R/Hansea/500/10/-1 R/Orion/200/30", "NO_REFERENCES 200",
            "external_limit:Orion stale_external_limit:Hansea" },
        { "R/Hansea/500/400", "NO_REFERENCES EXTERNAL_LIMIT_STALE", "stale_external_limit:Hansea" },
    };

    [Theory]
    [MemberData(nameof(References))]
    public void The_newest_word_of_each_on_file_counts_until_it_is_stale(string onFile, string methods, string named)
    {
        var facts = Facts(new(StringComparer.Ordinal)) with { References = [.. onFile.Split(' ').Select(Reference)] };

        var shown = LimitProposing.Of(facts, OrderRules.Shipped).Methods.Skip(3).ToList();

        string.Join(' ', shown.Select(m => m.Amount is { } amount ? Plain(amount) : m.Reason)).ShouldBe(methods);
        var inputs = shown.SelectMany(m => m.Inputs).ToList();
        string.Join(' ', inputs.Select(i => $"{i.Name}:{i.GivenBy}")).ShouldBe(named);
        inputs.ShouldAllBe(i => i.Source == "file" && i.AsOf != null);
    }

    [Fact]
    public void What_the_call_states_counts_instead_of_what_is_on_file()
    {
        var facts = Facts(new(StringComparer.Ordinal) { ["refs"] = "700", ["external"] = "40" }) with
        {
            References = [Reference("T/Abel/100/10"), Reference("R/Hansea/500/10")],
        };

        var shown = LimitProposing.Of(facts, OrderRules.Shipped).Methods.Skip(3).ToList();

        shown.Select(m => Plain(m.Amount)).ShouldBe(["700", "40"]);
        shown.SelectMany(m => m.Inputs).ShouldAllBe(i => i.Source == "request");
    }

    [Fact]
    public void The_policy_says_how_old_a_reference_may_be()
    {
        var rules = OrderRules.ShippedRules();
        rules.CreditReferenceMonthsMax = 1;
        var facts = Facts(new(StringComparer.Ordinal)) with
        {
            References = [Reference("T/Abel/100/32"), Reference("T/Boyd/300/31")],
        };

        var trade = LimitProposing.Of(facts, new(version: 1000, rules)).Methods[3];

        trade.Inputs.Select(i => i.Name).ShouldBe(["trade_reference", "stale_trade_reference"]);
        Plain(trade.Amount).ShouldBe("300");
    }

    private static KnownReference Reference(string text)
    {
        var parts = text.Split('/');
        var more = parts.ElementAtOrDefault(4) ?? "";
        return new()
        {
            Kind = parts[0] == "T" ? CreditReferenceKind.Trade : CreditReferenceKind.Recommendation,
            GivenBy = parts[1],
            CurrencyCode = parts[2] == "-" ? "" : "CNY",
            Amount = parts[2] == "-" ? null : Number(parts[2]),
            StatedOn = Day.AddDays(-(int)Number(parts[3])),
            ValidUntil = int.TryParse(more, CultureInfo.InvariantCulture, out var days) ? Day.AddDays(days) : null,
            Experience = more switch
            {
                "late" => PaymentExperience.Late,
                "unpaid" => PaymentExperience.Unpaid,
                _ => PaymentExperience.Unspecified,
            },
        };
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
