using System.Globalization;
using Risk.Intake.V1;
using Risk.Monitoring.Receivables;
using Shouldly;
using Xunit;

namespace Risk.Monitoring.Tests.Receivables;

/// <summary>
/// A case is documents, <c>name kind amount day [links]</c>, and what they come to: of each invoice what is open, and
/// what settled it when. Days are those of January 2026. It comes to the same in every order.
/// </summary>
public sealed class SettlingTests
{
    private static readonly Dictionary<string, DocumentKind> Kinds = new(StringComparer.Ordinal)
    {
        ["invoice"] = DocumentKind.Invoice,
        ["payment"] = DocumentKind.Payment,
        ["credit"] = DocumentKind.CreditNote,
        ["advance"] = DocumentKind.Advance,
        ["draft"] = DocumentKind.Draft,
        ["writeoff"] = DocumentKind.WriteOff,
        ["honoured"] = DocumentKind.DraftHonoured,
        ["dishonoured"] = DocumentKind.DraftDishonoured,
        ["dispute"] = DocumentKind.Dispute,
        ["resolved"] = DocumentKind.DisputeResolved,
        ["reversal"] = DocumentKind.Reversal,
        ["clearing"] = DocumentKind.Clearing,
    };

    [Theory]
    [InlineData("an invoice alone is open", "I invoice 100 1", "I 100")]
    [InlineData("a payment settles", "I invoice 100 1; P payment 100 9 I", "I 0: 100 on 9")]
    [InlineData("in parts", "I invoice 100 1; P payment 60 9 I; Q payment 30 5 I", "I 10: 30 on 5, 60 on 9")]
    [InlineData("what is paid too much stays with the payment", "I invoice 100 1; P payment 150 9 I", "I 0: 100 on 9")]
    [InlineData(
        "several at once, as far as it reaches", "I invoice 100 1; J invoice 100 2; P payment 150 9 I J",
        "I 0: 100 on 9; J 50: 50 on 9")]
    [InlineData(
        "as much as it says of each", "I invoice 100 1; J invoice 100 2; P payment 150 9 I=70 J=80",
        "I 30: 70 on 9; J 20: 80 on 9")]
    [InlineData(
        "the earlier payment goes first", "I invoice 100 1; P payment 80 9 I; Q payment 80 5 I",
        "I 0: 80 on 5, 20 on 9")]
    [InlineData("an advance that the invoice names", "A advance 40 1; I invoice 100 5 A", "I 60: 40 on 1")]
    [InlineData("both name each other: once", "A advance 40 1 I=40; I invoice 100 5 A=40", "I 60: 40 on 1")]
    [InlineData(
        "a credit note and a write-off", "I invoice 100 1; C credit 30 4 I; W writeoff 70 9 I",
        "I 0: 30 on 4, 70 on 9")]
    [InlineData("a draft settles", "I invoice 100 1; D draft 100 3 I; H honoured 100 9 D", "I 0: 100 on 3")]
    [InlineData(
        "a draft that is not paid gives back", "I invoice 100 1; D draft 100 3 I; N dishonoured 100 9 D", "I 100")]
    [InlineData(
        "but for what was honoured of it",
        "I invoice 100 1; D draft 100 3 I; H honoured 40 8 D; N dishonoured 60 9 D", "I 60: 40 on 3")]
    [InlineData(
        "a reversed payment is as if it had never been", "I invoice 100 1; P payment 100 9 I; R reversal 100 9 P",
        "I 100")]
    [InlineData(
        "a reversed reversal as well", "I invoice 100 1; P payment 100 9 I; R reversal 1 9 P; S reversal 1 9 R",
        "I 0: 100 on 9")]
    [InlineData("a reversed invoice is none", "I invoice 100 1; P payment 100 9 I; R reversal 100 9 I", "")]
    [InlineData(
        "what a reversed payment had taken goes to the next",
        "I invoice 100 1; P payment 100 5 I; Q payment 100 9 I; R reversal 1 9 P", "I 0: 100 on 9")]
    [InlineData("only what is of its currency", "I invoice 100 1; P payment 100USD 9 I", "I 100")]
    [InlineData("what it names is not there", "P payment 100 9 I", "")]
    [InlineData(
        "a clearing says later what a payment was for", "I invoice 100 1; P payment 100 9; K clearing 100 20 P I",
        "I 0: 100 on 9")]
    [InlineData(
        "as much as it says", "I invoice 100 1; J invoice 50 2; P payment 100 9; K clearing 80 20 P I=50 J=30",
        "I 50: 50 on 9; J 20: 30 on 9")]
    [InlineData(
        "from several", "I invoice 100 1; P payment 60 9; C credit 40 8; K clearing 100 20 I P=60 C=40",
        "I 0: 40 on 8, 60 on 9")]
    [InlineData(
        "no more than the payment has", "I invoice 100 1; J invoice 50 2; P payment 60 9 J; K clearing 60 20 P I",
        "I 90: 10 on 9; J 0: 50 on 9")]
    [InlineData(
        "a reversed clearing is none", "I invoice 100 1; P payment 100 9; K clearing 100 20 P I; R reversal 1 21 K",
        "I 100")]
    [InlineData(
        "a payment nets a credit note with its invoice", "I invoice 100 1; C credit 30 3; P payment 70 9 I C",
        "I 0: 30 on 3, 70 on 9")]
    public void Documents_settle_one_another(string because, string documents, string expected)
    {
        var read = Read(documents);

        foreach (var order in Orders(read))
            Said(Settling.Of(order)).ShouldBe(expected, because);
    }

    [Theory]
    [InlineData("I invoice 100 1; D dispute 40 5 I", "40 from 5")]
    [InlineData("I invoice 100 1; D dispute 40 5 I; R resolved 40 9 I", "40 from 5 until 9")]
    [InlineData("I invoice 100 1; D dispute 40 5 I; R resolved 40 3 I", "40 from 5")]
    [InlineData(
        "I invoice 100 1; D dispute 40 5 I; R resolved 40 9 I; E dispute 60 12 I", "40 from 5 until 9, 60 from 12")]
    [InlineData(
        "I invoice 100 1; X dispute 40 5 I; R resolved 40 9 X; E dispute 60 6 I", "40 from 5 until 9, 60 from 6")]
    public void A_dispute_lasts_until_it_is_resolved(string documents, string expected)
    {
        foreach (var order in Orders(Read(documents)))
        {
            string.Join(", ", Settling.Of(order).Invoices.Single().Disputes.Select(d =>
                FormattableString.Invariant($"{d.Amount} from {d.From.Day}")
                + (d.Until is { } until ? FormattableString.Invariant($" until {until.Day}") : "")))
                .ShouldBe(expected);
        }
    }

    internal static IReadOnlyList<BookDocument> Read(string documents) =>
        [.. documents.Split(';', StringSplitOptions.TrimEntries).Select((text, place) => Document(text, place))];

    private static BookDocument Document(string text, int place)
    {
        var words = text.Split(' ');
        var day = new DateOnly(2026, 1, int.Parse(words[3], CultureInfo.InvariantCulture));
        var currency = words[2].EndsWith("USD", StringComparison.Ordinal) ? "USD" : "CNY";
        return new()
        {
            Id = new Guid(place + 1, 0, 0, new byte[8]),
            Kind = Kinds[words[1]],
            System = "erp",
            ExternalId = words[0],
            Currency = currency,
            Amount = decimal.Parse(words[2].Replace("USD", "", StringComparison.Ordinal), CultureInfo.InvariantCulture),
            IssuedOn = day,
            DueOn = day.AddDays(30),
            Links = [.. words.Skip(4).Select(Link)],
        };
    }

    /// <summary>The first letter of a name tells its kind.</summary>
    private static BookLink Link(string text)
    {
        var (name, amount) = text.Split('=') is [var n, var a] ? (n, a) : (text, null);
        var kind = name[0] switch
        {
            'I' or 'J' => DocumentKind.Invoice,
            'A' => DocumentKind.Advance,
            'D' => DocumentKind.Draft,
            'R' => DocumentKind.Reversal,
            'C' => DocumentKind.CreditNote,
            'K' => DocumentKind.Clearing,
            'X' => DocumentKind.Dispute,
            _ => DocumentKind.Payment,
        };
        return new(BookDocument.KeyOf(kind, "erp", name),
            amount is null ? null : decimal.Parse(amount, CultureInfo.InvariantCulture));
    }

    private static string Said(Settling settling) => string.Join("; ", settling.Invoices
        .OrderBy(i => i.Document.ExternalId, StringComparer.Ordinal)
        .Select(i => FormattableString.Invariant($"{i.Document.ExternalId} {i.Open}") + (i.Fills.Count == 0
            ? ""
            : ": " + string.Join(", ", i.Fills.Select(f =>
                FormattableString.Invariant($"{f.Amount} on {f.On.Day}"))))));

    /// <summary>Every order of up to four documents.</summary>
    private static IEnumerable<IReadOnlyList<BookDocument>> Orders(IReadOnlyList<BookDocument> documents) =>
        documents.Count <= 1
            ? [documents]
            : documents.SelectMany(first => Orders([.. documents.Where(d => d != first)])
                .Select(rest => (IReadOnlyList<BookDocument>)[first, .. rest]));
}
