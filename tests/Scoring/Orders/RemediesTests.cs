using System.Globalization;
using Risk.Scoring.Ledger;
using Risk.Scoring.Orders;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Orders;

public sealed class RemediesTests
{
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
        { "limit=0 group=500/0 groupvalid=-5", "80", "ExtendLimit" },
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
