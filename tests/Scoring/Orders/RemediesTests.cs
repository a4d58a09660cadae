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
        { "limit=1000 receivable=600 overdue=600/100", "100", "PayOverdue 400.01" },
        { "limit=1000 receivable=600 overdue=600/100", "500", "PayOverdue 400.01" },
        { "limit=1000 receivable=600 overdue=600/100", "900", "PayOverdue 500" },
        { "limit=1000 receivable=1000 overdue=600/100", "800", "Pay 800" },
        { "limit=9000 receivable=1000 overdue=500/31", "10", "PayOverdue 300.01" },
        { "limit=9000 receivable=2000 overdue=300/90+700/10", "10", "PayOverdue 100.01" },
        { "limit=9000 receivable=2000 overdue=300/90+400/40+200/10", "10", "PayOverdue 500.01" },
        { "limit=9000 receivable=1000 overdue=600/1", "10", "PayOverdue 200" },
        { "limit=9000 receivable=3000 overdue=600/1+1500/2", "10", "PayOverdue 1200" },
        { "limit=100000 receivable=80100 overdue=10000.5/1", "10", "PayOverdue 0.5" },
        { "limit=100000 receivable=80100 overdue=30000/1", "10", "PayOverdue 100" },
        { "limit=1000 receivable=600 overdue=600/100 unallocated=600", "100", "Allocate 400.01" },
        { "limit=1000 receivable=600 overdue=600/100 unallocated=200", "100",
            "(Allocate 200 and PayOverdue 200.01)" },
        { "limit=1000 receivable=600 overdue=600/100 unallocated=200 hold", "100",
            "(Allocate 200 and PayOverdue 200.01 and LiftHold)" },
        { "limit=100", "500 prepaid", "PayAdvance 500" },
        { "limit=1000", "500 prepaid", "PayAdvance 500, AcceptTerms" },
        { "limit=1000 advance=200", "500 prepaid", "PayAdvance 300, AcceptTerms" },
        { "limit=100 max=50", "80", "ReduceOrder 50" },
        { "limit=100 max=50 receivable=70", "80", "ReduceOrder 30" },
        { "limit=100 delivered=60 taken=60 receivable=20", "100", "Pay 20, RaiseLimit 20, ReduceOrder 80" },
        { "limit=100 valid=-5", "80", "ExtendLimit until 0" },
        { "limit=0 group=500/0 groupvalid=-5", "80", "ExtendLimit until 0" },
        { "limit=100 days=30", "80 terms=60", "AcceptTerms, ShortenTerms 30 days" },
        { "limit=100 days=30", "80 terms=60 eom", "AcceptTerms, ShortenTerms 0 days" },
        { "limit=100 days=10", "80 terms=60 eom", "AcceptTerms, ShortenTerms 10 days" },
        { "limit=100 days=0", "80 terms=60", "AcceptTerms, ShortenTerms 0 days" },
        { "limit=100 days=30 hold", "80 terms=60", "(AcceptTerms and LiftHold), (LiftHold and ShortenTerms 30 days)" },
        { "limit=100 days=30 method=BankDraft", "80 terms=60 method=Transfer", "AcceptTerms" },
        { "limit=100 hold", "80", "LiftHold" },
        { "limit=100 status=suspended", "80", "LiftHold" },
        { "limit=100 condition=now", "10", "MeetConditions" },
        { "limit=100 cover=50/-1", "10", "RenewCover" },
        { "limit=100 cover=50/-1 condition=now", "10", "(MeetConditions and RenewCover)" },
        { "limit=1000 covershare=0.5 cover=50 receivable=80", "100", "ReduceOrder 10, AddCover 45" },
        { "limit=1000 covershare=0.5", "10", "AddCover 5" },
        { "limit=1000 group=500/450", "100", "Pay 50, RaiseGroupLimit 50, ReduceOrder 50" },
        { "limit=100 group=500/450", "120", "Pay 70, ReduceOrder 50" },
        { "limit=100 hold", "180",
            "(Pay 80 and LiftHold), (RaiseLimit 80 and LiftHold), (ReduceOrder 100 and LiftHold)" },
        { "limit=1000 valid=-5 receivable=600 overdue=600/100 hold", "100",
            "(PayOverdue 400.01 and ExtendLimit until 0 and LiftHold)" },
        { "limit=100 grade=C", "80", "" },
        { "limit=100 rate=USD/7", "20 USD", "Pay 40, RaiseLimit 40, ReduceOrder 100" },
        { "limit=100 horizon=30", "180", "Pay 80, RaiseLimit 80, ReduceOrder 100, DeliverLater on 31" },
        { "limit=100 horizon=30", "180 stage=Delivery", "Pay 80, RaiseLimit 80, ReduceOrder 100" },
        { "limit=100 horizon=30 max=150", "180", "ReduceOrder 100" },
        { "limit=100 temporary=200/7/9", "180", "Pay 80, RaiseLimit 80, ReduceOrder 100, OrderLater on 7" },
        { "limit=100 temporary=20/0/9", "80", "Pay 60, RaiseLimit 60, ReduceOrder 20, OrderLater on 10" },
        { "limit=100 temporary=20/0/9 valid=5", "80", "Pay 60, RaiseLimit 60, ReduceOrder 20" },
        { "limit=9000 temporary=20/0/9 receivable=1000 overdue=300/25", "80",
            "Pay 1060, RaiseLimit 1060" },
        { "limit=100 reserved=90 ending=SO-7/30/9+SO-8/60/20", "40",
            "Pay 30, RaiseLimit 30, ReduceOrder 10, AwaitReservation SO-7 30 at 9" },
        { "limit=100 reserved=90 ending=SO-7/30/9+SO-8/60/20", "41",
            "Pay 31, RaiseLimit 31, ReduceOrder 10, AwaitReservation SO-8 90 at 20" },
        { "limit=100 reserved=90 ending=SO-7/30/9+SO-8/60/20", "101", "Pay 91, RaiseLimit 91, ReduceOrder 10" },
        { "limit=100 horizon=30 reserved=90 later=60/31 ending=SO-7/60/9/31+SO-8/30/20", "100",
            "Pay 30, RaiseLimit 30, ReduceOrder 70, DeliverLater on 31, AwaitReservation SO-8 30 at 20" },
        { "limit=0 group=100/90 reserved=30 ending=SO-7/30/9", "40",
            "Pay 30, RaiseGroupLimit 30, ReduceOrder 10, AwaitReservation SO-7 30 at 9" },
        { "limit=100 scored=31 scoreage=30", "10", "RenewScore" },
        { "limit=100 scored=31 scoreage=30", "101",
            "(Pay 1 and RenewScore), (RaiseLimit 1 and RenewScore), (ReduceOrder 100 and RenewScore)" },
        { "limit=100 rate=USD/7/31", "10 USD", "RenewRates" },
        { "limit=100 rate=USD/7/31", "20 USD",
            "(Pay 40 and RenewRates), (RaiseLimit 40 and RenewRates), (ReduceOrder 100 and RenewRates)" },
        { "limit=100 rate=USD/7/31 hold", "20 USD",
            "(Pay 40 and LiftHold and RenewRates), (RaiseLimit 40 and LiftHold and RenewRates), "
            + "(ReduceOrder 100 and LiftHold and RenewRates)" },
        { "limit=100", "10 USD", "" },
        { "limit=100", "10 behind", "" },
    };

    [Theory]
    [MemberData(nameof(RemedyTable))]
    public void Remedies_are_what_would_let_the_order_pass(string customer, string order, string expected)
    {
        var remedies = RemedySearch.For(Decision.Of(OrderCase.Read(customer, order)));

        string.Join(", ", remedies.Select(Said)).ShouldBe(expected);
        remedies.ShouldAllBe(r => r.Text.En.Length > 0 && r.Text.Zh.Length > 0);
    }

    [Fact]
    public void A_remedy_raises_the_limit_that_is_in_force()
    {
        var figures = OrderCase.Read("limit=100 temporary=50/0/5", "60");

        var remedy = RemedySearch.For(Decision.Of(figures)).Single(r => r.Kind == RemedyKind.RaiseLimit);

        remedy.Text.En.ShouldBe("Passes if the temporary limit is raised by 10.00 CNY.");
        remedy.Text.Zh.ShouldStartWith("临时额度");
    }

    private static string Said(Remedy remedy) => remedy.Kind == RemedyKind.Combined
        ? $"({string.Join(" and ", remedy.Parts.Select(Said))})"
        : string.Join(' ', ((string?[])[
            remedy.Kind.ToString(),
            remedy.OrderRef?.Id,
            remedy.Amount is { } money
                ? Amounts.ToDecimal(money).ToString("0.##", CultureInfo.InvariantCulture)
                : null,
            remedy.EndsAt is { } at
                ? $"at {(at.ToDateTimeOffset() - OrderCase.Now).TotalMinutes.ToString(CultureInfo.InvariantCulture)}"
                : null,
            remedy.HasDays ? $"{remedy.Days} days" : null,
            remedy.OnDate is { } day
                ? (remedy.Kind == RemedyKind.ExtendLimit ? "until " : "on ") + DaysTo(day)
                : null,
        ]).OfType<string>());

    private static int DaysTo(Types.V1.Date day) => Amounts.ToDate(day)!.Value.DayNumber - OrderCase.Day.DayNumber;
}
