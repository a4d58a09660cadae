using System.Globalization;
using Risk.Intake.V1;
using Risk.Scoring.Ledger;

namespace Risk.Scoring.Tests.Ledger;

/// <summary>
/// Documents in words: <c>order O1 100; delivery D1 60 >O1; payment P1 90 >I1:40 >I2</c>. Each is dated and recorded
/// one day after the one before it in the text.
/// </summary>
internal static class Sequence
{
    private static readonly Dictionary<string, DocumentKind> Kinds = new(StringComparer.Ordinal)
    {
        ["order"] = DocumentKind.Order,
        ["confirm"] = LedgerDocument.Confirmation,
        ["delivery"] = DocumentKind.Delivery,
        ["invoice"] = DocumentKind.Invoice,
        ["credit"] = DocumentKind.CreditNote,
        ["payment"] = DocumentKind.Payment,
        ["advance"] = DocumentKind.Advance,
        ["draft"] = DocumentKind.Draft,
        ["honoured"] = DocumentKind.DraftHonoured,
        ["dishonoured"] = DocumentKind.DraftDishonoured,
        ["dispute"] = DocumentKind.Dispute,
        ["resolved"] = DocumentKind.DisputeResolved,
        ["writeoff"] = DocumentKind.WriteOff,
        ["closed"] = DocumentKind.OrderClosed,
        ["reversal"] = DocumentKind.Reversal,
    };

    private static readonly Dictionary<char, DocumentKind> KindsByName = new()
    {
        ['O'] = DocumentKind.Order,
        ['D'] = DocumentKind.Delivery,
        ['I'] = DocumentKind.Invoice,
        ['C'] = DocumentKind.CreditNote,
        ['P'] = DocumentKind.Payment,
        ['A'] = DocumentKind.Advance,
        ['T'] = DocumentKind.Draft,
        ['Z'] = DocumentKind.OrderClosed,
        ['R'] = DocumentKind.Reversal,
    };

    public static List<LedgerDocument> Read(string text) =>
        [.. text.Split(';', StringSplitOptions.TrimEntries).Select(Document)];

    private static LedgerDocument Document(string text, int place)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var currency = words[^1].Length == 3 && words[^1].All(char.IsAsciiLetterUpper) ? words[^1] : "CNY";
        return new()
        {
            Id = Guid.CreateVersion7(),
            Kind = Kinds[words[0]],
            System = "erp",
            ExternalId = words[1],
            Currency = currency,
            Amount = Number(words[2]),
            IssuedOn = new DateOnly(2026, 1, 1).AddDays(place),
            DueOn = new DateOnly(2026, 2, 1).AddDays(place),
            RecordedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(place),
            Links = [.. words.Skip(3).Where(w => w[0] == '>').Select(w => Link(w[1..].Split(':')))],
        };
    }

    private static LedgerLink Link(string[] parts) =>
        new(DocumentId: null, KindsByName[parts[0][0]], "erp", parts[0])
        {
            Amount = parts.Length > 1 ? Number(parts[1]) : null,
        };

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
