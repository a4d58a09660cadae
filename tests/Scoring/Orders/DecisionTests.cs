using System.Globalization;
using Risk.Scoring.Ledger;
using Risk.Scoring.Orders;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Orders;

public sealed class DecisionTests
{
    private static readonly DateOnly Day = new(2026, 6, 15);
    private static readonly DateTimeOffset Now = new(2026, 6, 15, 9, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// What is known of the customer | the order | outcome and the reasons of what did not pass. Rules of grade BB: 30
    /// days, half of the receivables, 10,000 at 80 %, index 35, no grace.
    /// </summary>
    public static readonly TheoryData<string, string, string> Table = new()
    {
        { "limit=100", "100", "Approved" },
        { "limit=100", "100.01", "Held LIMIT_EXCEEDED" },
        { "limit=0", "1", "Held LIMIT_EXCEEDED" },
        { "limit=100 receivable=60", "40", "Approved" },
        { "limit=100 receivable=60", "41", "Held LIMIT_EXCEEDED" },
        { "limit=100 reserved=10 orders=10 delivered=10 receivable=10 drafts=10", "50", "Approved" },
        { "limit=100 reserved=10 orders=10 delivered=10 receivable=10 drafts=10", "51", "Held LIMIT_EXCEEDED" },
        { "limit=100 receivable=100 unallocated=30", "30", "Approved" },
        { "limit=100 receivable=100 unallocated=30", "31", "Held LIMIT_EXCEEDED" },
        { "unlimited receivable=1000000", "1000000", "Approved" },
        { "limit=100 temporary=200/0/5", "200", "Approved" },
        { "limit=100 temporary=200/1/5", "200", "Held LIMIT_EXCEEDED" },
        { "limit=100 temporary=200/-5/-1", "200", "Held LIMIT_EXCEEDED" },
        { "limit=100 temporary=50/-5/0", "60", "Held LIMIT_EXCEEDED" },
        { "limit=100 status=closed", "10", "Rejected CUSTOMER_CLOSED" },
        { "limit=100 status=insolvent", "10", "Rejected CUSTOMER_INSOLVENT" },
        { "limit=100 record=insolvency", "10", "Rejected CUSTOMER_INSOLVENT" },
        { "limit=100 record=sanctions", "10", "Rejected CUSTOMER_SANCTIONED" },
        { "limit=100 record=sanctions hold released=100/0", "200 prepaid",
            "Rejected CUSTOMER_SANCTIONED FORCED_HOLD ADVANCE_MISSING" },
        { "limit=100 status=suspended", "10", "Held CUSTOMER_SUSPENDED" },
        { "limit=100 hold", "10", "Held FORCED_HOLD" },
        { "limit=100 hold", "10 behind", "Held FORCED_HOLD + FACTS_BEHIND" },
        { "limit=100 status=closed", "10 behind", "Rejected CUSTOMER_CLOSED + FACTS_BEHIND" },
        { "limit=100", "200 behind", "NotEvaluated + FACTS_BEHIND" },
        { "limit=100 hold released=100/0", "10", "Held FORCED_HOLD" },
        { "limit=0 released=100/0", "110", "Approved" },
        { "limit=0 released=100/0", "110.01", "Held LIMIT_EXCEEDED" },
        { "limit=0 released=100/30", "100", "Approved" },
        { "limit=0 released=100/31", "100", "Held LIMIT_EXCEEDED" },
        { "limit=0 released=100/0 used", "100", "Held LIMIT_EXCEEDED" },
        { "limit=0 released=100/0 used open=100", "100", "Approved" },
        { "limit=0 released=100/0 used open=100", "101", "Held LIMIT_EXCEEDED" },
        { "limit=100 status=unspecified", "10", "NotEvaluated + FACTS_BEHIND" },
        { "limit=100 status=unspecified hold", "10", "Held FORCED_HOLD + FACTS_BEHIND" },
        { "limit=100 status=unspecified record=sanctions", "10", "Rejected CUSTOMER_SANCTIONED" },
        { "limit=100 rejected", "10", "Held ORDER_REJECTED" },
        { "limit=0 receivable=500 overdue=500/100 advance=500", "500 prepaid", "Approved" },
        { "limit=0 receivable=500 overdue=500/100 advance=499.99", "500 prepaid", "Held ADVANCE_MISSING" },
        { "limit=100000", "500 prepaid", "Held ADVANCE_MISSING" },
        { "limit=0 advance=500 hold", "500 prepaid", "Held FORCED_HOLD" },
        { "limit=0 released=500/0", "500 prepaid", "Approved" },
        { "limit=100 advance=30", "100 advance=0.3", "Approved" },
        { "limit=100 advance=29", "100 advance=0.3", "Held ADVANCE_MISSING" },
        { "limit=100 advance=30", "101 advance=0.29", "Held LIMIT_EXCEEDED" },
        { "limit=100 advance=33.33", "111.11 advance=0.3", "Held LIMIT_EXCEEDED" },
        { "limit=200 advance=33.33", "111.11 advance=0.3", "Approved" },
        { "limit=200 advance=33.32", "111.11 advance=0.3", "Held ADVANCE_MISSING" },
        { "limit=0 advance=0", "0.0049 prepaid", "Held ADVANCE_MISSING" },
        { "limit=100 delivered=60 taken=60 open=40", "100", "Approved" },
        { "limit=100 delivered=60 taken=60 open=40", "100.01", "Held LIMIT_EXCEEDED" },
        { "limit=100 taken=100", "150", "Approved" },
        { "limit=100 max=120 taken=100", "150", "Held ORDER_VALUE_EXCEEDED" },
        { "limit=0 released=100/0 used open=40 taken=60", "100", "Approved" },
        { "limit=0 released=100/0 used open=40 taken=60", "101", "Held LIMIT_EXCEEDED" },
        { "limit=100 covershare=0.5 cover=50 receivable=80 taken=10", "20", "Approved" },
        { "limit=100 max=50", "50", "Approved" },
        { "limit=100 max=50", "51", "Held ORDER_VALUE_EXCEEDED" },
        { "limit=100 max=50", "151", "Held LIMIT_EXCEEDED ORDER_VALUE_EXCEEDED" },
        { "limit=100 valid=0", "10", "Approved" },
        { "limit=100 valid=-1", "10", "Held LIMIT_EXPIRED" },
        { "limit=100 valid=-7 grade=Bbb", "10", "Approved" },
        { "limit=100 valid=-8 grade=Bbb", "10", "Held LIMIT_EXPIRED" },
        { "limit=100 days=30", "10", "Approved" },
        { "limit=100 days=30", "10 terms=30", "Approved" },
        { "limit=100 days=30", "10 terms=31", "Held TERMS_TOO_LONG" },
        { "limit=100 days=30", "10 terms=15 eom", "Approved" },
        { "limit=100 days=30", "10 terms=16 eom", "Held TERMS_TOO_LONG" },
        { "limit=100 days=0", "10 terms=0", "Approved" },
        { "limit=100", "10 terms=720", "Approved" },
        { "limit=100 method=BankDraft", "10 method=BankDraft", "Approved" },
        { "limit=100 method=BankDraft", "10 method=CommercialDraft", "Held PAYMENT_METHOD_TOO_RISKY" },
        { "limit=9000 receivable=1000 overdue=500/30", "10", "Approved" },
        { "limit=9000 receivable=1000 overdue=500/31", "10", "Held OLDEST_ITEM_OVERDUE" },
        { "limit=9000 receivable=1000 overdue=500.01/30", "10", "Held OVERDUE_SHARE_EXCEEDED" },
        { "limit=9000 receivable=3000 overdue=1500/1", "10", "Approved" },
        { "limit=9000 receivable=199.99 overdue=199.99/300", "10", "Approved" },
        { "limit=9000 receivable=200 overdue=200/300", "10", "Held OLDEST_ITEM_OVERDUE OVERDUE_SHARE_EXCEEDED" },
        { "limit=9000 receivable=5000 overdue=199.99/300+500/30", "10", "Approved" },
        { "limit=9000 receivable=5000 overdue=150/300+50/31+500/30", "10", "Held OLDEST_ITEM_OVERDUE" },
        { "limit=100000 receivable=90000 overdue=10000/1", "10", "Approved" },
        { "limit=100000 receivable=80001 overdue=10000.01/1", "10", "Held OVERDUE_WHILE_UTILISED" },
        { "limit=100000 receivable=80000 overdue=10000.01/1", "10", "Approved" },
        { "limit=9000 receivable=300 overdue=300/1 grade=Ccc", "10", "Held OVERDUE_SHARE_EXCEEDED" },
        { "limit=100 dunning=2", "10", "Approved" },
        { "limit=100 dunning=3", "10", "Held DUNNING_LEVEL_TOO_HIGH" },
        { "limit=100 dunning=3 grade=Aaa", "10", "Approved" },
        { "limit=100 dunning=1 grade=D", "10", "Held DUNNING_LEVEL_TOO_HIGH GRADE_TOO_LOW" },
        { "limit=100 condition=now", "10", "Held CONDITION_UNMET" },
        { "limit=100 condition=0", "10", "Held CONDITION_UNMET" },
        { "limit=100 condition=1", "10", "Approved" },
        { "limit=100 condition=now released=100/0", "10", "Approved" },
        { "limit=100 cover=50/0", "10", "Approved" },
        { "limit=100 cover=50/-1", "10", "Held COVER_EXPIRED" },
        { "limit=100 cover=50/9/1", "10", "Approved" },
        { "limit=100 cover=50/9/0", "10", "Held COVER_SHIPMENTS_STOPPED" },
        { "limit=100 cover=50/9+50/-1", "10", "Held COVER_EXPIRED" },
        { "limit=100 covershare=0.5 cover=50 receivable=80", "10", "Approved" },
        { "limit=100 covershare=0.5 cover=50 receivable=80", "10.01", "Held COVER_TOO_SMALL" },
        { "limit=100 covershare=0.5", "10", "Held COVER_TOO_SMALL" },
        { "limit=100 group=500/400", "100", "Approved" },
        { "limit=100 group=500/401", "100", "Held GROUP_LIMIT_EXCEEDED" },
        { "limit=100 group=5000/0", "101", "Held LIMIT_EXCEEDED" },
        { "limit=0 group=500/400", "100", "Approved" },
        { "limit=0 group=500/400", "101", "Held GROUP_LIMIT_EXCEEDED" },
        { "unlimited group=500/400", "101", "Held GROUP_LIMIT_EXCEEDED" },
        { "limit=100 group=0/0", "1", "Held GROUP_LIMIT_EXCEEDED" },
        { "limit=0 temporary=0/0/5 group=500/0", "1", "Held LIMIT_EXCEEDED" },
        { "limit=0 group=500/400 horizon=30 grouplater=60/31", "160", "Approved" },
        { "limit=0 group=500/400 horizon=30 grouplater=60/31", "161", "Held GROUP_LIMIT_EXCEEDED" },
        { "limit=100000 horizon=30 receivable=80001 orders=5 later=5/31 overdue=10000.01/1", "10",
            "Held OVERDUE_WHILE_UTILISED" },
        { "limit=100000 horizon=30 receivable=80000 orders=5 later=5/31 overdue=10000.01/1", "10", "Approved" },
        { "limit=9000 horizon=30 covershare=0.5 cover=50 receivable=80", "1000 deliver=31", "Approved" },
        { "limit=9000 receivable=1000 overdueforeign=USD/1/500", "10",
            "Held OLDEST_ITEM_OVERDUE + RATE_MISSING" },
        { "limit=100 horizon=30 orders=90 later=60/31", "70", "Approved" },
        { "limit=100 horizon=30 orders=90 later=60/31", "71", "Held LIMIT_EXCEEDED" },
        { "limit=100 horizon=30 orders=90 later=60/30", "11", "Held LIMIT_EXCEEDED" },
        { "limit=100 orders=90 later=60/300", "11", "Held LIMIT_EXCEEDED" },
        { "limit=100 horizon=30 orders=90", "1000 deliver=31", "Approved" },
        { "limit=100 horizon=30 orders=90", "11 deliver=30", "Held LIMIT_EXCEEDED" },
        { "limit=100 index=35", "10", "Approved" },
        { "limit=100 index=34.99", "10", "Held PAYMENT_INDEX_TOO_LOW" },
        { "currency=USD limit=100000 receivable=90000 overdue=1400/1", "10 USD", "Approved" },
        { "currency=USD limit=100000 receivable=90000 overdue=1400.01/1", "10 USD", "Held OVERDUE_WHILE_UTILISED" },
        { "currency=USD limit=9000 receivable=28 overdue=27.99/300", "10 USD", "Approved" },
        { "currency=USD limit=9000 receivable=28 overdue=28/300", "10 USD",
            "Held OLDEST_ITEM_OVERDUE OVERDUE_SHARE_EXCEEDED" },
        { "currency=PLN limit=9000 receivable=28", "10 PLN", "Approved" },
        { "currency=PLN limit=9000 receivable=28 overdue=10/1", "10 PLN", "NotEvaluated + RATE_MISSING" },
        { "limit=100 grade=Ccc", "10", "Approved" },
        { "limit=100 grade=Cc", "10", "Held GRADE_TOO_LOW" },
        { "limit=100 grade=Unspecified", "10", "Approved" },
        { "limit=100 rate=USD/7", "14.28 USD", "Approved" },
        { "limit=100 rate=USD/7", "14.29 USD", "Held LIMIT_EXCEEDED" },
        { "limit=100", "10 USD", "NotEvaluated + RATE_MISSING" },
        { "limit=100 foreign=USD/5", "10", "NotEvaluated + RATE_MISSING" },
        { "limit=100 foreign=USD/5 rate=USD/7", "65", "Approved" },
        { "limit=100 foreign=USD/5 rate=USD/7", "66", "Held LIMIT_EXCEEDED" },
        { "limit=100 foreign=USD/5 hold", "10", "Held FORCED_HOLD + RATE_MISSING" },
        { "unlimited", "10 USD", "NotEvaluated + RATE_MISSING" },
        { "limit=100 rate=USD/7/30", "10 USD", "Approved" },
        { "limit=100 rate=USD/7/31", "10 USD", "NotEvaluated + RATE_STALE" },
        { "limit=100 rate=USD/7/31", "10", "Approved" },
        { "limit=100 foreign=USD/5 rate=USD/7/31 hold", "10", "Held FORCED_HOLD + RATE_STALE" },
        { "limit=100 scored=30 scoreage=30", "10", "Approved" },
        { "limit=100 scored=31 scoreage=30", "10", "NotEvaluated + SCORE_STALE" },
        { "limit=100 scored=31 scoreage=30 index=50 grade=Unspecified", "10", "NotEvaluated + SCORE_STALE" },
        { "limit=100 scored=31 scoreage=30 index=50", "101", "Held LIMIT_EXCEEDED + SCORE_STALE" },
        { "limit=100 scored=400", "10", "Approved" },
        { "limit=100 factsage=60", "10 silent=60", "Approved" },
        { "limit=100 factsage=60", "10 silent=61", "NotEvaluated + FACTS_BEHIND" },
        { "limit=100", "10 silent=9999", "Approved" },
        { "limit=100 factsage=60 hold", "10 silent=61", "Held FORCED_HOLD + FACTS_BEHIND" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Checks_hold_orders_at_their_edges(string customer, string order, string expected)
    {
        var decision = Decision.Of(OrderCase.Read(customer, order));

        var failed = decision.Checks.Where(c => c.Outcome == CheckOutcome.Failed).Select(c => c.Reason);
        var blind = decision.Checks.Where(c => c.Outcome == CheckOutcome.NotEvaluated).Select(c => c.Reason);
        var said = string.Join(' ', failed.Prepend(decision.Outcome.ToString()));
        string.Join(" + ", blind.Distinct().Prepend(said)).ShouldBe(expected);
        decision.Checks.Select(c => (int)c.Which).ShouldBe(Enumerable.Range(1, 16));
        decision.Checks.Where(c => c.Outcome is CheckOutcome.Failed or CheckOutcome.NotEvaluated)
            .ShouldAllBe(c => c.Text != null && c.Text.En.Length > 0 && c.Text.Zh.Length > 0);
    }

    /// <summary>What is known of the customer | the order | the remedies, each enough alone.</summary>
    public static readonly TheoryData<string, string, string> RemedyTable = new()
    {
        { "limit=100 receivable=60", "50", "Pay 10, RaiseLimit 10, ReduceOrder 40" },
        { "limit=100 temporary=200/0/5 receivable=180", "50", "Pay 30, RaiseLimit 30, ReduceOrder 20" },
        { "limit=100 receivable=120", "50", "Pay 70, RaiseLimit 70" },
        { "limit=1000 receivable=600 overdue=600/100", "100", "PayOverdue 600" },
        { "limit=1000 receivable=600 overdue=600/100", "500", "PayOverdue 600" },
        { "limit=1000 receivable=1000 overdue=600/100", "800", "Pay 800" },
        { "limit=1000 receivable=600 overdue=600/100 unallocated=600", "100", "Allocate 600" },
        { "limit=1000 receivable=600 overdue=600/100 unallocated=200", "100", "(Allocate 200 and PayOverdue 400)" },
        { "limit=100", "500 prepaid", "PayAdvance 500" },
        { "limit=1000", "500 prepaid", "PayAdvance 500, AcceptTerms" },
        { "limit=1000 advance=200", "500 prepaid", "PayAdvance 300, AcceptTerms" },
        { "limit=100 max=50", "80", "ReduceOrder 50" },
        { "limit=100 max=50 receivable=70", "80", "ReduceOrder 30" },
        { "limit=100 delivered=60 taken=60 receivable=20", "100", "Pay 20, RaiseLimit 20, ReduceOrder 80" },
        { "limit=100 valid=-5", "80", "ExtendLimit" },
        { "limit=100 days=30", "80 terms=60", "AcceptTerms" },
        { "limit=100 hold", "80", "LiftHold" },
        { "limit=100 status=suspended", "80", "LiftHold" },
        { "limit=100 condition=now", "10", "MeetConditions" },
        { "limit=100 cover=50/-1", "10", "RenewCover" },
        { "limit=100 cover=50/-1 condition=now", "10", "(MeetConditions and RenewCover)" },
        { "limit=1000 group=500/450", "100", "Pay 50, RaiseGroupLimit 50, ReduceOrder 50" },
        { "limit=100 group=500/450", "120", "Pay 70, ReduceOrder 50" },
        { "limit=100 hold", "180",
            "(Pay 80 and LiftHold), (RaiseLimit 80 and LiftHold), (ReduceOrder 100 and LiftHold)" },
        { "limit=1000 valid=-5 receivable=600 overdue=600/100 hold", "100",
            "(PayOverdue 600 and ExtendLimit and LiftHold)" },
        { "limit=100 grade=C", "80", "" },
        { "limit=100 rate=USD/7", "20 USD", "Pay 40, RaiseLimit 40, ReduceOrder 100" },
    };

    [Theory]
    [MemberData(nameof(RemedyTable))]
    public void Remedies_are_what_would_let_the_order_pass(string customer, string order, string expected)
    {
        var remedies = Remedies.For(Decision.Of(OrderCase.Read(customer, order)));

        string.Join(", ", remedies.Select(Said)).ShouldBe(expected);
        remedies.ShouldAllBe(r => r.Text.En.Length > 0 && r.Text.Zh.Length > 0);
    }

    [Fact]
    public void A_remedy_raises_the_limit_that_is_in_force()
    {
        var figures = OrderCase.Read("limit=100 temporary=50/0/5", "60");

        var remedy = Remedies.For(Decision.Of(figures)).Single(r => r.Kind == RemedyKind.RaiseLimit);

        remedy.Text.En.ShouldBe("Passes if the temporary limit is raised by 10.00 CNY.");
        remedy.Text.Zh.ShouldStartWith("临时额度");
    }

    private static string Said(Remedy remedy) => remedy.Amount is null
        ? remedy.Kind == RemedyKind.Combined
            ? $"({string.Join(" and ", remedy.Parts.Select(Said))})"
            : remedy.Kind.ToString()
        : string.Create(CultureInfo.InvariantCulture, $"{remedy.Kind} {Amounts.ToDecimal(remedy.Amount):0.##}");
}
