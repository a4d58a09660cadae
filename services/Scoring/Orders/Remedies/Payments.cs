using Risk.Scoring.Ledger;
using Risk.Scoring.Orders.Checks;

namespace Risk.Scoring.Orders;

/// <summary>
/// What payments and allocations do to what is past due, and the least of them that is enough. The oldest is settled
/// first. In the account's currency. Pure.
/// </summary>
internal static class Payments
{
    private const decimal Least = 0.01m;

    /// <summary>All that is past due, whether it is material or not.</summary>
    public static decimal OverdueOf(Figures figures) => figures.Customer.Overdue.Sum(o => ValueOf(o, figures));

    /// <summary>The least that has to be paid; 0 when no check of overdue items holds the order.</summary>
    public static decimal LeastToPay(Figures figures) => LeastOf(figures, Paid);

    /// <summary>The least that has to be allocated of what is on account.</summary>
    public static decimal LeastToAllocate(Figures figures) => LeastOf(figures, Allocated);

    /// <summary>More never hurts, so the first that is enough is the least.</summary>
    private static decimal LeastOf(Figures figures, Func<Figures, decimal, Figures> settle)
    {
        var overdue = OverdueOf(figures);
        return Candidates(figures, overdue).Select(Cents).Where(amount => amount > 0 && amount <= overdue)
            .Append(overdue).Prepend(0).Order()
            .FirstOrDefault(amount => !Holds(settle(figures, amount)), overdue);
    }

    public static Figures Paid(Figures figures, decimal amount)
    {
        var (left, settled) = Settled(figures, amount);
        var receivable = Math.Min(amount, Math.Max(settled, figures.Exposure.Exposure.Receivable));
        var paid = new Exposure(figures.Currency) { Receivable = -receivable, Unallocated = amount - receivable };
        return figures.With(figures.Customer with
        {
            Exposures = [.. figures.Customer.Exposures, paid],
            Group = figures.Customer.Group is { } group
                ? group with { Exposures = [.. group.Exposures, paid] }
                : null,
            Overdue = left,
        });
    }

    /// <summary>What is on account settles as much of what is past due.</summary>
    public static Figures Allocated(Figures figures, decimal amount)
    {
        var moved = new Exposure(figures.Currency) { Receivable = -amount, Unallocated = -amount };
        return figures.With(figures.Customer with
        {
            Exposures = [.. figures.Customer.Exposures, moved],
            Overdue = Settled(figures, amount).Left,
        });
    }

    /// <summary>Where one of the checks begins to pass: just below what is material, or at its own threshold.</summary>
    private static IEnumerable<decimal> Candidates(Figures figures, decimal overdue)
    {
        var justImmaterial = figures.OverdueAmountMin - Least;
        yield return overdue - justImmaterial;
        if (figures.For(V1.OrderCheck.OldestOverdue)?.OldestOverdueDaysMax is { } days)
        {
            var old = figures.Customer.Overdue.Where(o => o.Days > days).Sum(o => ValueOf(o, figures));
            yield return old;
            yield return old - justImmaterial;
        }
        if (figures.For(V1.OrderCheck.OverdueShare)?.OverdueShareMax is { } share and < 1)
            yield return (overdue - (share * figures.Exposure.Exposure.Receivable)) / (1 - share);
        if (figures.For(V1.OrderCheck.OverdueAndUtilisation) is not { OverdueAmountMax: { } most } thresholds)
            yield break;
        if (figures.InAccountCurrency(most) is { } amountMax)
            yield return overdue - amountMax;
        if (OverdueAndUtilisation.OverUse(figures, thresholds) is { } over)
            yield return over;
    }

    private static bool Holds(Figures figures) =>
        Fails(figures, V1.OrderCheck.OldestOverdue, OldestOverdue.Judge)
        || Fails(figures, V1.OrderCheck.OverdueShare, OverdueShare.Judge)
        || Fails(figures, V1.OrderCheck.OverdueAndUtilisation, OverdueAndUtilisation.Judge);

    private static bool Fails(Figures figures, V1.OrderCheck which, Func<Figures, Thresholds, Check> judge) =>
        figures.For(which) is { } thresholds && judge(figures, thresholds).Outcome == V1.CheckOutcome.Failed;

    private static (List<Overdue> Left, decimal Settled) Settled(Figures figures, decimal amount)
    {
        var (left, rest) = (new List<Overdue>(), amount);
        foreach (var part in figures.Customer.Overdue.OrderByDescending(o => o.Days))
        {
            var value = ValueOf(part, figures);
            var taken = Math.Min(rest, value);
            rest -= taken;
            if (value > taken)
                left.Add(new(figures.Currency, value - taken, part.Days));
        }
        return (left, amount - rest);
    }

    private static decimal ValueOf(Overdue part, Figures figures) =>
        figures.Rates.Find(part.Currency, figures.Currency)?.Of(part.Amount) ?? 0;

    private static decimal Cents(decimal amount) => Math.Ceiling(amount * 100) / 100;
}
