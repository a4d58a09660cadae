using System.Globalization;
using DocumentKind = Risk.Intake.V1.DocumentKind;

namespace Risk.Monitoring.Receivables;

/// <summary>What frozen documents have settled of an invoice: "day amount kind", and the instalment that
/// was named, joined by semicolons.</summary>
internal static class CarriedText
{
    public static string Of(IEnumerable<Fill> fills) => string.Join(';', fills.Select(f =>
        string.Create(CultureInfo.InvariantCulture, $"{f.On:yyyy-MM-dd} {f.Amount} {(int)f.By}")
            + (f.Instalment == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {f.Instalment}"))));

    public static IReadOnlyList<Fill> Read(string text) =>
    [
        .. text.Split(';').Select(fill => fill.Split(' ')).Select(parts => new Fill(
            DateOnly.ParseExact(parts[0], "yyyy-MM-dd", CultureInfo.InvariantCulture),
            decimal.Parse(parts[1], CultureInfo.InvariantCulture),
            (DocumentKind)int.Parse(parts[2], CultureInfo.InvariantCulture))
        {
            Instalment = parts.Length > 3 ? int.Parse(parts[3], CultureInfo.InvariantCulture) : 0,
        }),
    ];
}
