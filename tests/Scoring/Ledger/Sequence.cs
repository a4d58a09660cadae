using System.Globalization;
using Risk.Intake.V1;
using Risk.Scoring.Ledger;

namespace Risk.Scoring.Tests.Ledger;

/// <summary>
/// Documents in words: <c>order O1 100; delivery D1 60 >O1; payment P1 90 >I1:40 >I2</c>. Each is dated and recorded
/// one day after the one before it in the text. <c>invoice I1 100 /40 /60</c> is in two parts, the second due 30 days
/// after the first, which is named by <c>>I1#1</c>.
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
        ["clearing"] = DocumentKind.Clearing,
        ["unbilled"] = DocumentKind.DeliveryClosed,
        ["changed"] = DocumentKind.OrderChanged,
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
        ['X'] = DocumentKind.Dispute,
        ['S'] = DocumentKind.DisputeResolved,
        ['H'] = DocumentKind.DraftHonoured,
        ['K'] = DocumentKind.Clearing,
        ['U'] = DocumentKind.DeliveryClosed,
        ['V'] = DocumentKind.OrderChanged,
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
            Parts =
            [
                .. words.Where(w => w[0] == '/').Select((w, i) =>
                    new DuePart(new DateOnly(2026, 2, 1).AddDays(place + (30 * i)), Number(w[1..]))),
            ],
            Links = [.. words.Skip(3).Where(w => w[0] == '>').Select(w => Link(w[1..].Split(':')))],
        };
    }

    private static LedgerLink Link(string[] parts)
    {
        var name = parts[0].Split('#');
        return new(DocumentId: null, KindsByName[name[0][0]], "erp", name[0])
        {
            Amount = parts.Length > 1 ? Number(parts[1]) : null,
            Part = name.Length > 1 ? (int)Number(name[1]) : 0,
        };
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
