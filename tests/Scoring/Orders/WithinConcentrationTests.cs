using System.Globalization;
using Risk.Scoring.Concentration;
using Risk.Scoring.Decisions;
using Risk.Scoring.Orders;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Orders;

public sealed class WithinConcentrationTests
{
    /// <summary>
    /// The caps (dimension value share/amount) | what is held of a portfolio of 1,000 | the order | what comes out.
    /// </summary>
    public static readonly TheoryData<string, string, string, string> Table = new()
    {
        { "", "country=CN/500", "100", "NotApplicable" },
        { "industry::0.5/", "country=CN/500", "100", "NotApplicable" },
        { "country::0.5/", "country=CN/500", "0.01", "CONCENTRATION_EXCEEDED" },
        { "country::0.5/", "country=CN/450", "100", "Passed" },
        { "country::0.5/", "country=CN/450", "100.01", "CONCENTRATION_EXCEEDED" },
        { "country::/600", "country=CN/500", "100", "Passed" },
        { "country::/600", "country=CN/500", "100.01", "CONCENTRATION_EXCEEDED" },
        { "country::0.9/600", "country=CN/500", "100.01", "CONCENTRATION_EXCEEDED" },
        { "country::0.1/ country:CN:0.9/", "country=CN/500", "100", "Passed" },
        { "country::0.9/ country:CN:0.1/", "country=CN/500", "100", "CONCENTRATION_EXCEEDED" },
        { "country:US:0.1/", "country=CN/500", "100", "NotApplicable" },
        { "country::0.9/ industry:C:/550", "country=CN/500 industry=C/500", "60", "CONCENTRATION_EXCEEDED" },
        { "region:CN/Hebei:/550", "region=CN/Hebei/500", "60", "CONCENTRATION_EXCEEDED" },
        { "customer::/150", "customer=me/100", "51", "CONCENTRATION_EXCEEDED" },
        { "group::/150", "group=head/100", "50", "Passed" },
        { "country::0.5/ min=3000", "country=CN/500", "1000", "Passed" },
        { "country::0.5/ min=3000", "country=CN/500", "1000.01", "CONCENTRATION_EXCEEDED" },
        { "country::0/", "country=CN/0", "1", "CONCENTRATION_EXCEEDED" },
        { "country::0.5/", "country=CN/? total=1000", "1", "RATE_MISSING" },
        { "country::0.5/", "country=CN/10 total=?", "1", "RATE_MISSING" },
        { "country::0.5/", "country=CN/10 never", "1", "PORTFOLIO_UNKNOWN" },
        { "country::0.5/", "country=CN/10 age=300", "1", "Passed" },
        { "country::0.5/", "country=CN/10 age=301", "1", "PORTFOLIO_STALE" },
        { "customer::/150", "customer=me/100 never", "50", "Passed" },
        { "customer::0.5/", "customer=me/100 never", "50", "PORTFOLIO_UNKNOWN" },
        { "country::0.5/ horizon=30", "country=CN/900", "100 deliver=31", "NotApplicable" },
        { "country::/600", "country=CN/500", "10 USD", "NotApplicable" },
        { "country::/600", "country=CN/500 rate=USD/10", "10.01 USD", "CONCENTRATION_EXCEEDED" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Caps_hold_orders_at_their_edges(string caps, string held, string order, string expected)
    {
        var figures = Case(caps, held, order);

        var decision = Decision.Of(figures);

        var check = decision.Checks.Single(c => c.Which == OrderCheck.Concentration);
        (check.Reason.Length > 0 ? check.Reason : check.Outcome.ToString()).ShouldBe(expected);
        if (check.Reason.Length > 0)
            (check.Text!.En.Length > 0 && check.Text.Zh.Length > 0).ShouldBeTrue();
        IsWrittenDown(decision);
    }

    /// <summary>The caps | what is held | the order | up to which value it would pass; empty when none.</summary>
    public static readonly TheoryData<string, string, string, string> RemedyTable = new()
    {
        { "country::0.5/", "country=CN/450", "400", "100.00" },
        { "country::/600", "country=CN/450", "400", "150.00" },
        { "country::0.5/ customer::/130", "country=CN/450 customer=me/100", "400", "30.00" },
        { "country::0.5/ min=3000", "country=CN/500", "1200", "1000.00" },
        { "country::0.3/", "country=CN/290", "400", "14.28" },
        { "country::0.5/", "country=CN/500", "400", "" },
    };

    [Theory]
    [MemberData(nameof(RemedyTable))]
    public void The_remedy_is_the_highest_value_that_every_cap_allows(
        string caps, string held, string order, string expected)
    {
        var remedies = RemedySearch.For(Decision.Of(Case(caps, held, order)));

        string.Join(", ", remedies.Select(r => $"{r.Amount.Amount}")).ShouldBe(expected);
        remedies.ShouldAllBe(r => r.Kind == RemedyKind.ReduceOrder);
    }

    [Fact]
    public void The_verdict_says_how_much_what_and_as_of_when()
    {
        var figures = Case("industry:C:0.5/", "industry=C/480 age=20", "100");

        var check = Decision.Of(figures).Checks.Single(c => c.Which == OrderCheck.Concentration);

        (check.Input, check.Threshold).ShouldBe(("580.00 CNY of industry C", "550.00 CNY (50 %)"));
        check.AsOf.ShouldBe(figures.Now.AddSeconds(-20));
        check.Text!.En.ShouldBe(
            "With this order industry C would hold 580.00 CNY of the portfolio; 550.00 CNY are allowed.");
        check.Text.Zh.ShouldContain("行业 C");
    }

    private static void IsWrittenDown(Decision decision)
    {
        var (figures, given) = (decision.Figures, VerdictContract.Of(decision, decision.Figures.Now));
        var again = Recompute.Of(DecisionInputs.Of(figures, given), Guid.Parse(given.VerdictId),
            figures.Order.CustomerId, figures.Rules);
        again.ShouldBe(given);
    }

    private static Figures Case(string caps, string held, string order)
    {
        var rate = held.Split(' ').FirstOrDefault(w => w.StartsWith("rate=", StringComparison.Ordinal));
        var figures = OrderCase.Read($"limit=100000 {rate}".Trim(), order);
        var me = figures.Customer.Account.CustomerId;
        var words = held.Split(' ').Where(w => w != rate).Select(w => w.Split('=', 2)).ToList();
        string? Word(string name) => words.Find(w => w[0] == name)?.ElementAtOrDefault(1);
        var rules = Rules(caps);
        var portfolio = new PortfolioStanding(
            words.Exists(w => w[0] == "never") ? null : figures.Now.AddSeconds(-(double)Number(Word("age") ?? "0")!),
            Number(Word("total") ?? "1000"),
            [.. words.Where(w => Enum.TryParse<ConcentrationDimension>(w[0], ignoreCase: true, out _))
                .Select(w => new HeldShare(Enum.Parse<ConcentrationDimension>(w[0], ignoreCase: true),
                    w[1][..w[1].LastIndexOf('/')], Number(w[1][(w[1].LastIndexOf('/') + 1)..])))
                .Where(h => rules.Caps.Of(h.Dimension, h.Value) != null)]);
        var order2 = figures.Order with { CustomerId = me };
        return Figures.Of(order2, figures.Customer with { Portfolio = rules.Caps.IsEmpty ? null : portfolio },
            figures.Rates, rules, figures.Now);
    }

    private static OrderRules Rules(string caps)
    {
        var rules = OrderRules.ShippedRules();
        foreach (var word in caps.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Split('=') is ["min", var min])
                rules.PortfolioAmountMin = new() { Value = min };
            else if (word.Split('=') is ["horizon", var days])
                rules.OrderHorizonDays = int.Parse(days, CultureInfo.InvariantCulture);
            else
                rules.ConcentrationCaps.Add(Cap(word.Split(':')));
        }
        return new(version: 1000, rules);
    }

    private static ConcentrationCap Cap(string[] parts)
    {
        var (share, amount) = (parts[2].Split('/')[0], parts[2].Split('/')[1]);
        return new()
        {
            Dimension = Enum.Parse<ConcentrationDimension>(parts[0], ignoreCase: true),
            Value = parts[1],
            ShareMax = share.Length > 0 ? new() { Value = share } : null,
            AmountMax = amount.Length > 0 ? new() { Value = amount } : null,
        };
    }

    private static decimal? Number(string text) =>
        text == "?" ? null : decimal.Parse(text, CultureInfo.InvariantCulture);
}
