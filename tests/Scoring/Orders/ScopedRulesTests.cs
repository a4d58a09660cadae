using System.Globalization;
using Risk.Scoring.ExchangeRates;
using Risk.Scoring.Orders;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Orders;

public sealed class ScopedRulesTests
{
    private static readonly Guid Customer = Guid.CreateVersion7();
    private static readonly Guid Group = Guid.CreateVersion7();

    /// <summary>
    /// Rules as scope=days or scope=out, of a customer whose item is 31 days late, tolerated 30 | what becomes of it.
    /// </summary>
    public static readonly TheoryData<string, string> Table = new()
    {
        { "", "Failed" },
        { "customer=40", "Passed" },
        { "customer=out", "NotApplicable" },
        { "group=40", "Passed" },
        { "segment=out", "NotApplicable" },
        { "all=40", "Passed" },
        { "all=20", "Failed" },
        { "customer=20 group=out segment=out", "Failed" },
        { "customer=out group=20 segment=20", "NotApplicable" },
        { "group=20 segment=out", "Failed" },
        { "segment=20 all=40", "Failed" },
        { "customer=out customer=20", "Failed" },
        { "customer=20 customer=out", "Failed" },
        { "group=out group=40", "Passed" },
        { "other=out", "Failed" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void The_narrower_scope_wins_and_within_one_a_block_wins(string rules, string expected)
    {
        var figures = Figures(rules);

        var checks = Decision.Of(figures).Checks;

        checks.Single(c => c.Which == OrderCheck.OldestOverdue).Outcome.ToString().ShouldBe(expected);
        checks.Single(c => c.Which == OrderCheck.OverdueShare).Outcome.ShouldBe(CheckOutcome.Failed);
    }

    /// <summary>
    /// The check and what a rule of segment key says of it | the customer | the order | what becomes of it, without the
    /// rule and with it.
    /// </summary>
    public static readonly TheoryData<OrderCheck, string, string, string, string> Own = new()
    {
        { OrderCheck.OrderValue, "{\"orderValueMax\":{\"value\":\"50\"}}", "limit=100", "51", "NotApplicable Failed" },
        { OrderCheck.OrderValue, "{\"orderValueMax\":{\"value\":\"50\"}}", "limit=100", "50", "NotApplicable Passed" },
        { OrderCheck.OrderValue, "{\"orderValueMax\":{\"value\":\"50\"}}", "limit=100 max=40", "45", "Failed Failed" },
        { OrderCheck.OrderValue, "{\"orderValueMax\":{\"value\":\"50\"}}", "limit=100 max=60", "55", "Passed Failed" },
        { OrderCheck.OrderValue, "{\"orderValueMax\":{\"value\":\"50\"}}", "limit=100 currency=PLN", "5",
            "NotApplicable NotEvaluated" },
        { OrderCheck.Terms, "{\"netDaysMax\":30}", "limit=100", "5 terms=31", "NotApplicable Failed" },
        { OrderCheck.Terms, "{\"netDaysMax\":30}", "limit=100", "5 terms=30", "NotApplicable Passed" },
        { OrderCheck.Terms, "{\"netDaysMax\":30}", "limit=100 days=60", "5 terms=31", "Passed Failed" },
        { OrderCheck.Terms, "{\"netDaysMax\":30}", "limit=100 days=20", "5 terms=21", "Failed Failed" },
        { OrderCheck.Terms, "{\"netDaysMax\":0}", "limit=100", "5 terms=1", "NotApplicable Failed" },
        { OrderCheck.Grade, "{\"gradeAtLeast\":\"GRADE_A\"}", "limit=100 grade=Bbb", "5", "Passed Failed" },
        { OrderCheck.Grade, "{\"gradeAtLeast\":\"GRADE_C\"}", "limit=100 grade=C", "5", "Failed Passed" },
        { OrderCheck.Grade, "{\"gradeAtLeast\":\"GRADE_A\"}", "limit=100 grade=Unspecified", "5",
            "NotApplicable NotApplicable" },
    };

    [Theory]
    [MemberData(nameof(Own))]
    public void A_rule_of_a_check_sets_what_the_check_compares(
        OrderCheck which, string thresholds, string customer, string order, string expected)
    {
        var (given, policy) = (OrderCase.Read(customer, order), OrderRules.ShippedRules());
        policy.ScopedRules.Add(new ScopedRule
        {
            Check = which,
            Segment = "key",
            Thresholds = Google.Protobuf.JsonParser.Default.Parse<GradeRules>(thresholds),
        });
        var rules = new OrderRules(version: 1000, policy);

        var outcomes = ((string[])["", "key"]).Select(segment => Decision.Of(Scoring.Orders.Figures.Of(
            given.Order, given.Customer with { Segment = segment }, given.Rates, rules, given.Now)))
            .Select(d => d.Checks.Single(c => c.Which == which).Outcome);

        string.Join(' ', outcomes).ShouldBe(expected);
    }

    [Theory]
    [InlineData("limit=0", "500 prepaid", OrderOutcome.Held)]
    [InlineData("limit=0 advance=499.99", "500 prepaid", OrderOutcome.Held)]
    [InlineData("limit=0 advance=500", "500 prepaid", OrderOutcome.Approved)]
    [InlineData("limit=500", "500 prepaid", OrderOutcome.Approved)]
    public void Without_the_check_of_terms_an_order_is_prepaid_when_the_money_is_there(
        string customer, string order, OrderOutcome expected)
    {
        var (given, policy) = (OrderCase.Read(customer, order), OrderRules.ShippedRules());
        policy.ScopedRules.Add(new ScopedRule { Check = OrderCheck.Terms, Segment = "key", Exclude = true });

        var decision = Decision.Of(Scoring.Orders.Figures.Of(given.Order, given.Customer with { Segment = "key" },
            RateTable.Empty, new(version: 1000, policy), given.Now));

        decision.Outcome.ShouldBe(expected);
    }

    private static Figures Figures(string rules)
    {
        var policy = OrderRules.ShippedRules();
        foreach (var word in rules.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            policy.ScopedRules.Add(Rule(word.Split('=')[0], word.Split('=')[1]));
        var given = OrderCase.Read("limit=9000 receivable=600 overdue=600/31", "10");
        var account = new Scoring.Credit.CreditAccount { CustomerId = Customer, CurrencyCode = "CNY" };
        account.Write(given.Customer.Limit);
        return Scoring.Orders.Figures.Of(given.Order,
            given.Customer with { Account = account, Segment = "retail", GroupId = Group },
            RateTable.Empty, new(version: 1000, policy), given.Now);
    }

    private static ScopedRule Rule(string scope, string threshold) => new()
    {
        Check = OrderCheck.OldestOverdue,
        CustomerId = scope == "customer" ? Customer.ToString() : scope == "other" ? Guid.Empty.ToString() : "",
        GroupId = scope == "group" ? Group.ToString() : "",
        Segment = scope == "segment" ? "retail" : "",
        Exclude = threshold == "out",
        Thresholds = threshold == "out"
            ? null
            : new() { OldestOverdueDaysMax = int.Parse(threshold, CultureInfo.InvariantCulture) },
    };
}
