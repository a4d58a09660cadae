using Risk.Intake.V1;
using Risk.Scoring.Ledger;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Ledger;

[Collection(ScoringCollection.Name)]
public sealed class ApplyWhenDocumentsRecordedTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task Documents_move_amounts_through_the_stages_and_the_exposure_is_told_once_an_event()
    {
        var buyer = await Buyer.WithLimit(scoring, 0);

        await buyer.Record(buyer.Document(DocumentKind.Order, "O1", 100));
        await buyer.Record(
            buyer.Document(DocumentKind.Delivery, "D1", 60, (DocumentKind.Order, "O1")),
            buyer.Document(DocumentKind.Invoice, "I1", 60, (DocumentKind.Delivery, "D1")));
        await buyer.Record(buyer.Payment("P1", 25, "I1"));

        (await buyer.Exposure()).ShouldBe("orders 40, receivable 35");
        (await scoring.PublishedAsync<ExposureChanged>(buyer.Id))
            .Select(e => Buyer.Said(e.ExposuresByCurrency.Single()))
            .ShouldBe(["orders 100", "orders 40, receivable 60", "orders 40, receivable 35"]);
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task The_same_documents_again_change_nothing()
    {
        var buyer = await Buyer.WithLimit(scoring, 0);
        Document[] documents = [buyer.Invoice("I1", 100), buyer.Payment("P1", 30, "I1")];
        await buyer.Record(documents);

        await buyer.Record(documents);

        (await buyer.Exposure()).ShouldBe("receivable 70");
        (await scoring.PublishedAsync<ExposureChanged>(buyer.Id)).Count.ShouldBe(1);
        await buyer.LedgerHolds();
    }

    [Theory]
    [MemberData(nameof(ReplayTests.InAnyOrder), MemberType = typeof(ReplayTests))]
    [MemberData(nameof(ReplayTests.AsRecorded), MemberType = typeof(ReplayTests))]
    public async Task Every_sequence_event_by_event_is_kept_as_it_replays(string sequence, string expected)
    {
        var buyer = await Buyer.WithLimit(scoring, 0);
        foreach (var document in Sequence.Read(sequence).Where(d => d.Kind != LedgerDocument.Confirmation))
            await buyer.Record(Wire(buyer, document));

        await buyer.LedgerHolds();
        if (!sequence.Contains("confirm", StringComparison.Ordinal))
            (await AllExposures(buyer)).ShouldBe(expected);
    }

    [Theory]
    [MemberData(nameof(ReplayTests.InAnyOrder), MemberType = typeof(ReplayTests))]
    public async Task Every_sequence_backwards_event_by_event_gives_the_same(string sequence, string expected)
    {
        var buyer = await Buyer.WithLimit(scoring, 0);
        foreach (var document in Sequence.Read(sequence).Where(d => d.Kind != LedgerDocument.Confirmation).Reverse())
            await buyer.Record(Wire(buyer, document));

        await buyer.LedgerHolds();
        if (!sequence.Contains("confirm", StringComparison.Ordinal))
            (await AllExposures(buyer)).ShouldBe(expected);
    }

    [Fact]
    public async Task A_payment_that_came_first_settles_its_invoice_with_its_own_date()
    {
        var buyer = await Buyer.WithLimit(scoring, 0);
        await buyer.Record(buyer.Payment("P1", 100, "I1"));
        (await buyer.Exposure()).ShouldBe("unallocated 100");

        await buyer.Record(buyer.Invoice("I1", 100, dueDaysAgo: 10));

        (await buyer.Exposure()).ShouldBe("");
        (await scoring.SqlAsync<int>("SELECT days_late FROM settlements WHERE customer_id = $1", Guid.Parse(buyer.Id)))
            .ShouldBe(10);
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task Five_hundred_documents_of_one_event_are_applied_together()
    {
        var buyer = await Buyer.WithLimit(scoring, 0);
        var documents = Enumerable.Range(0, 250)
            .SelectMany(i => new[] { buyer.Invoice($"I{i}", 10), buyer.Payment($"P{i}", 4, $"I{i}") });

        await buyer.Record([.. documents]);

        (await buyer.Exposure()).ShouldBe("receivable 1500");
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task A_ledger_that_was_kept_by_older_rules_is_rebuilt_with_its_next_document()
    {
        var (buyer, id) = (await Buyer.WithLimit(scoring, 0), default(Guid));
        id = Guid.Parse(buyer.Id);
        await buyer.Record(buyer.Document(DocumentKind.Delivery, "D1", 50), buyer.Invoice("I1", 30));
        await scoring.SqlAsync("UPDATE ledger_lines SET taken = 10 WHERE customer_id = $1 AND kind = 2", id);
        await scoring.SqlAsync("UPDATE ledger_entries SET amount = 40 WHERE customer_id = $1 AND to_stage = 3", id);
        await scoring.SqlAsync("UPDATE exposures SET delivered = 40 WHERE customer_id = $1", id);
        await scoring.SqlAsync("UPDATE credit_accounts SET ledger_rules = 1 WHERE customer_id = $1", id);

        await buyer.Record(buyer.Payment("P1", 5, "I1"));

        (await buyer.Exposure()).ShouldBe("delivered 50, receivable 25");
        await buyer.LedgerHolds();
    }

    private static async Task<string> AllExposures(Buyer buyer) => string.Join("; ",
        (await buyer.Account()).ExposuresByCurrency
            .Select(e => (e.CurrencyCode, Text: Buyer.Said(e))).Where(e => e.Text.Length > 0)
            .Select(e => e.CurrencyCode == "CNY" ? e.Text : $"{e.CurrencyCode} {e.Text}"));

    private static Document Wire(Buyer buyer, LedgerDocument from)
    {
        var document = buyer.Document(from.Kind, from.ExternalId, from.Amount,
            [.. from.Links.Select(l => (l.Kind, l.Id))]);
        document.Amount.CurrencyCode = from.Currency;
        document.IssuedOn = Amounts.ToContract(from.IssuedOn);
        document.RecordedAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(from.RecordedAt);
        document.Instalments.Add(from.Parts.Select(p => new Instalment
        {
            DueOn = Amounts.ToContract(p.DueOn),
            Amount = Amounts.ToMoney(p.Amount, from.Currency),
        }));
        for (var i = 0; i < from.Links.Count; i++)
        {
            document.Links[i].Instalment = from.Links[i].Part;
            document.Links[i].Amount = from.Links[i].Amount is { } amount
                ? Amounts.ToMoney(amount, from.Currency)
                : null;
        }
        return document;
    }
}
