using System.Globalization;
using Risk.Scoring.Ledger;
using Risk.Scoring.Orders;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;
using Exposure = Risk.Scoring.Ledger.Exposure;

namespace Risk.Scoring.Tests.Orders;

/// <summary>Each remedy is done here once more, as the contract says: it is enough, and less is not.</summary>
public sealed class LeastRemediesTests
{
    private const decimal Cent = 0.01m;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Each_remedy_lets_the_order_pass_and_a_little_less_does_not(int seed)
    {
        var (random, tried) = (new Random(seed), new HashSet<RemedyKind>());
        for (var round = 0; round < 600; round++)
        {
            var (customer, order) = CaseOf(random);
            var figures = OrderCase.Read(customer, order);
            var decision = Decision.Of(figures);
            foreach (var remedy in (decision.NeedsRemedies ? RemedySearch.For(decision) : [])
                .Where(r => r.Kind is not (RemedyKind.Combined or RemedyKind.AcceptTerms)))
            {
                tried.Add(remedy.Kind);
                var said = $"{customer} | {order} | {remedy}";
                Decision.Of(Done(figures, remedy, less: 0)).Outcome.ShouldBe(OrderOutcome.Approved, said);
                Decision.Of(Done(figures, remedy, less: 1)).Outcome.ShouldNotBe(OrderOutcome.Approved, said);
            }
        }
        tried.ShouldBe(
        [
            RemedyKind.Pay, RemedyKind.PayOverdue, RemedyKind.Allocate, RemedyKind.RaiseLimit, RemedyKind.ReduceOrder,
            RemedyKind.RaiseGroupLimit, RemedyKind.ShortenTerms, RemedyKind.DeliverLater, RemedyKind.OrderLater,
            RemedyKind.AwaitReservation, RemedyKind.AddCover,
        ], ignoreOrder: true);
    }

    private static (string Customer, string Order) CaseOf(Random random)
    {
        string Cents(int max) => (random.Next(1, max * 100) / 100m).ToString(CultureInfo.InvariantCulture);
        var words = new List<string>
        {
            $"limit={random.Next(1, 3_000)}", $"receivable={random.Next(1_500, 2_500)}", $"orders={Cents(300)}",
        };
        void Maybe(int of, string word)
        {
            if (random.Next(of) == 0)
                words.Add(word);
        }
        Maybe(2, $"overdue={Cents(700)}/{random.Next(1, 90)}+{Cents(700)}/{random.Next(1, 60)}");
        Maybe(4, $"unallocated={Cents(900)}");
        Maybe(4, $"group={random.Next(1, 5_000)}/{random.Next(1, 4_000)}");
        Maybe(3, $"days={random.Next(0, 60)}");
        Maybe(3, "horizon=30");
        Maybe(4, $"temporary={random.Next(1, 4_000)}/{random.Next(-3, 9)}/{random.Next(9, 20)}");
        Maybe(3, $"reserved=800 ending=SO-7/{Cents(400)}/9+SO-8/{Cents(400)}/20");
        Maybe(5, $"covershare=0.{random.Next(1, 9)} cover={Cents(2_000)}");
        var order = $"{Cents(900)}" + (random.Next(3) == 0 ? $" terms={random.Next(0, 90)}" : "");
        return (string.Join(' ', words), order);
    }

    private static Figures Done(Figures figures, Remedy remedy, int less)
    {
        var amount = remedy.Amount is { } money ? Amounts.ToDecimal(money) - (less * Cent) : 0;
        var (customer, order) = (figures.Customer, figures.Order);
        return remedy.Kind switch
        {
            RemedyKind.Pay or RemedyKind.PayOverdue => Settled(figures, amount, onAccount: 0),
            RemedyKind.Allocate => Settled(figures, amount, onAccount: amount),
            RemedyKind.RaiseLimit => figures.With(customer with
            {
                Limit = customer.Limit.IsTemporaryOn(order.AsOf)
                    ? customer.Limit with { TemporaryLimit = customer.Limit.TemporaryLimit + amount }
                    : customer.Limit with { Limit = customer.Limit.Limit + amount },
            }),
            RemedyKind.RaiseGroupLimit => figures.With(customer with
            {
                Group = customer.Group! with { Limit = customer.Group.Limit + amount },
            }),
            RemedyKind.ReduceOrder => figures.With(order with { Amount = amount + (2 * less * Cent) }),
            RemedyKind.ShortenTerms => figures.With(order with { Terms = new() { NetDays = remedy.Days + less } }),
            RemedyKind.DeliverLater => figures.With(order with
            {
                DeliverOn = Amounts.ToDate(remedy.OnDate)!.Value.AddDays(-less),
            }),
            RemedyKind.OrderLater => OnDay(figures, Amounts.ToDate(remedy.OnDate)!.Value.AddDays(-less)),
            RemedyKind.AwaitReservation => With(figures, new(figures.Currency) { Reserved = less == 0 ? -amount : 0 }),
            RemedyKind.AddCover => figures.With(customer with
            {
                Covers = [.. customer.Covers, Cover(figures, amount)],
            }),
            _ => throw new InvalidOperationException(remedy.Kind.ToString()),
        };
    }

    private static Figures OnDay(Figures figures, DateOnly day)
    {
        var later = day.DayNumber - figures.Order.AsOf.DayNumber;
        return figures.With(figures.Order with { AsOf = day }).With(figures.Customer with
        {
            Overdue = [.. figures.Customer.Overdue.Select(o => o with { Days = o.Days + later })],
        });
    }

    /// <summary>What is more than all that is open stays on account.</summary>
    private static Figures Settled(Figures figures, decimal amount, decimal onAccount)
    {
        var receivable = Math.Min(amount, figures.Exposure.Exposure.Receivable);
        var rest = amount;
        var left = new List<Overdue>();
        foreach (var part in figures.Customer.Overdue.OrderByDescending(o => o.Days))
        {
            var taken = Math.Min(rest, part.Amount);
            rest -= taken;
            left.Add(part with { Amount = part.Amount - taken });
        }
        return With(figures.With(figures.Customer with { Overdue = [.. left.Where(o => o.Amount > 0)] }),
            new(figures.Currency) { Receivable = -receivable, Unallocated = amount - receivable - onAccount });
    }

    private static Figures With(Figures figures, Exposure moved) => figures.With(figures.Customer with
    {
        Exposures = [.. figures.Customer.Exposures, moved],
        Group = figures.Customer.Group is { } group
            ? group with { Exposures = [.. group.Exposures, moved] }
            : null,
    });

    private static Scoring.Covers.Cover Cover(Figures figures, decimal amount) => new()
    {
        CoverId = Guid.CreateVersion7(),
        CustomerId = figures.Order.CustomerId,
        Kind = CoverKind.BankGuarantee,
        Provider = "Bank",
        CurrencyCode = figures.Currency,
        Amount = amount,
        Share = 1,
        Reference = "",
    };
}
