namespace Risk.Scoring.ExchangeRates;

/// <summary>
/// How an amount becomes one of another currency: by a factor of some day, rounded half away from zero to the minor
/// unit of the other.
/// </summary>
internal readonly record struct Conversion(decimal Factor, DateOnly ValidOn, int Digits = 2)
{
    public static Conversion None { get; } = new(1, DateOnly.MaxValue);

    public decimal Of(decimal amount) =>
        Factor == 1 ? amount : Math.Round(amount * Factor, Digits, MidpointRounding.AwayFromZero);
}
