using System.Globalization;
using Risk.Scoring.Engine.Outcomes;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Samples;

/// <summary>A definition of outcomes as the contract has it, and back.</summary>
internal static class OutcomeContract
{
    /// <summary>With every default filled in; what makes no sense is a fault.</summary>
    public static OutcomeDefinition Read(InputCheck check, V1.OutcomeDefinition given)
    {
        var usual = new OutcomeDefinition();
        var amounts = usual.Default.AmountMin.ToDictionary(StringComparer.Ordinal);
        foreach (var (place, money) in given.MaterialAmounts.Index())
        {
            var known = decimal.TryParse(money.Amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                out var amount) && money.CurrencyCode.Length == 3;
            check.That(known, $"outcome.material_amounts[{place}]", new("is no amount of money", "不是有效金额"));
            amounts[money.CurrencyCode] = amount;
        }
        var share = usual.Default.ShareMin;
        if (given.ShareMin is { Value.Length: > 0 } stated)
        {
            check.That(decimal.TryParse(stated.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                out share), "outcome.share_min", new("is not a plain number", "不是普通数字"));
        }
        var outcome = usual with
        {
            Default = usual.Default with
            {
                PastDueDays = given.PastDueDays == 0 ? usual.Default.PastDueDays : given.PastDueDays,
                ShareMin = share,
                AmountMin = amounts,
                WriteOffMonths = given.HasWriteOffMonths ? given.WriteOffMonths : usual.Default.WriteOffMonths,
                ReschedulingMonths = given.HasReschedulingMonths
                    ? given.ReschedulingMonths : usual.Default.ReschedulingMonths,
                HorizonMonths = given.WindowMonths == 0 ? usual.WindowMonths : given.WindowMonths,
            },
            WindowMonths = given.WindowMonths == 0 ? usual.WindowMonths : given.WindowMonths,
            CoolOffMonths = given.HasCoolOffMonths ? given.CoolOffMonths : usual.CoolOffMonths,
            AgeMonthsMin = given.HasAgeMonthsMin ? given.AgeMonthsMin : usual.AgeMonthsMin,
            IndeterminateDays = given.HasIndeterminateDays ? given.IndeterminateDays : usual.IndeterminateDays,
        };
        foreach (var (field, text) in outcome.Faults())
            check.That(false, $"outcome.{field}", text);
        return outcome;
    }

    public static V1.OutcomeDefinition Of(OutcomeDefinition outcome) => new()
    {
        PastDueDays = outcome.Default.PastDueDays,
        ShareMin = new() { Value = outcome.Default.ShareMin.ToString(CultureInfo.InvariantCulture) },
        MaterialAmounts =
        {
            outcome.Default.AmountMin.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => new Types.V1.Money
            {
                CurrencyCode = a.Key,
                Amount = a.Value.ToString(CultureInfo.InvariantCulture),
            }),
        },
        WriteOffMonths = outcome.Default.WriteOffMonths,
        ReschedulingMonths = outcome.Default.ReschedulingMonths,
        WindowMonths = outcome.WindowMonths,
        CoolOffMonths = outcome.CoolOffMonths,
        AgeMonthsMin = outcome.AgeMonthsMin,
        IndeterminateDays = outcome.IndeterminateDays,
        Text = outcome.Text.ToContract(),
    };
}
