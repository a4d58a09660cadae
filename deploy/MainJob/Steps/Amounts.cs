using System.Globalization;
using Risk.Types.V1;

namespace Risk.MainJob.Steps;

/// <summary>Reads the contract's amounts as decimals; an unset one is 0.</summary>
internal static class Amounts
{
    public static decimal Of(Types.V1.Decimal? value) =>
        value is { Value.Length: > 0 } ? decimal.Parse(value.Value, CultureInfo.InvariantCulture) : 0;

    public static decimal Of(Money? money) =>
        money is { Amount.Length: > 0 } ? decimal.Parse(money.Amount, CultureInfo.InvariantCulture) : 0;
}
