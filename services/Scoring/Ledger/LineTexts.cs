using System.Globalization;

namespace Risk.Scoring.Ledger;

/// <summary>
/// What lines seldom have more of than one, as it is kept in one column: values apart by blanks, items by semicolons.
/// </summary>
internal static class LineTexts
{
    public static string? Of(IReadOnlyCollection<Fill> fills) => fills.Count == 0 ? null : string.Join(';',
        fills.Select(f => string.Create(CultureInfo.InvariantCulture,
            $"{f.CreditLineId} {f.CreditDocumentId} {(int)f.By} {f.On:yyyy-MM-dd} {f.Amount} {f.Part}")));

    public static IEnumerable<Fill> Fills(string? text) => Items(text).Select(item =>
        new Fill(Guid.Parse(item[0]), Guid.Parse(item[1]), (LineKind)Number(item[2]))
        {
            On = Day(item[3]),
            Amount = Amount(item[4]),
            Part = Number(item[5]),
        });

    public static string? Of(IReadOnlyCollection<OpenDispute> disputes) => disputes.Count == 0 ? null : string.Join(';',
        disputes.Select(d => string.Create(CultureInfo.InvariantCulture,
            $"{d.On:yyyy-MM-dd} {d.At.UtcDateTime:O} {d.Amount}")));

    public static IEnumerable<OpenDispute> Disputes(string? text) => Items(text).Select(item => new OpenDispute(
        Day(item[0]), DateTimeOffset.Parse(item[1], CultureInfo.InvariantCulture), Amount(item[2])));

    public static string? Of(IReadOnlyCollection<PartClosed> cuts) => cuts.Count == 0 ? null : string.Join(';',
        cuts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.At.UtcDateTime:O} {c.Amount}")));

    public static IEnumerable<PartClosed> Cuts(string? text) => Items(text).Select(item => new PartClosed(
        DateTimeOffset.Parse(item[0], CultureInfo.InvariantCulture), Amount(item[1])));

    /// <summary>As an array of the database; null when there are none.</summary>
    public static string? Days(IReadOnlyCollection<DuePart> parts) => parts.Count == 0 ? null :
        Array(parts.Select(p => p.DueOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));

    public static string? AmountsOf(IReadOnlyCollection<DuePart> parts) =>
        parts.Count == 0 ? null : Array(parts.Select(p => p.Amount.ToString(CultureInfo.InvariantCulture)));

    public static string? Array(IReadOnlyCollection<decimal> amounts) => amounts.Count == 0 ? null :
        Array(amounts.Select(a => a.ToString(CultureInfo.InvariantCulture)));

    private static string Array(IEnumerable<string> values) => $"{{{string.Join(',', values)}}}";

    private static IEnumerable<string[]> Items(string? text) =>
        text is null ? [] : text.Split(';').Select(item => item.Split(' '));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static decimal Amount(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
