namespace Risk.Scoring.Engine.Facts;

/// <summary>
/// An amount, or the reason why there is none. Arithmetic passes the first reason on, so that a formula reads as it is
/// written in a book and never yields anything but a number or a reason.
/// </summary>
internal readonly record struct Figure
{
    /// <summary>Beyond every range: a feature cuts it to the end of its own.</summary>
    public static readonly Figure Most = new(1e20m, reason: null);
    public static readonly Figure Least = new(-1e20m, reason: null);

    private readonly decimal amount;

    private Figure(decimal amount, MissingReason? reason) => (this.amount, Reason) = (amount, reason);

    public MissingReason? Reason { get; }

    public bool IsKnown => Reason is null;

    /// <summary>The amount; zero when it is missing, so ask first.</summary>
    public decimal Amount => amount;

    public static Figure Missing(MissingReason reason) => new(0, reason);

    public static implicit operator Figure(decimal amount) => new(amount, reason: null);

    public static Figure operator +(Figure a, Figure b) => Join(a, b, a.amount + b.amount);

    public static Figure operator -(Figure a, Figure b) => Join(a, b, a.amount - b.amount);

    public static Figure operator *(Figure a, decimal factor) => a.IsKnown ? a.amount * factor : a;

    public static Figure operator /(Figure a, decimal divisor) => a.IsKnown ? a.amount / divisor : a;

    /// <summary>The quotient; missing when there is nothing to divide by.</summary>
    public Figure Over(Figure divisor) => Over(divisor, Missing(MissingReason.NothingToDivideBy));

    /// <summary>
    /// The quotient, or what the definition states for a divisor of zero. A divisor below zero, such as revenue after
    /// reversals, would turn good into bad, so it gives none.
    /// </summary>
    public Figure Over(Figure divisor, Figure whenZero)
    {
        if (!IsKnown || !divisor.IsKnown)
            return Join(this, divisor, 0);
        if (divisor.amount < 0)
            return Missing(MissingReason.DivisorNegative);
        return divisor.amount == 0 ? whenZero : amount / divisor.amount;
    }

    private static Figure Join(Figure a, Figure b, decimal amount) =>
        !a.IsKnown ? a : !b.IsKnown ? b : new(amount, reason: null);
}
