using Risk.Scoring.Ledger;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Ledger;

public sealed class ReplayTests
{
    /// <summary>Documents | the stages that are not 0 afterwards, in whatever order the documents come.</summary>
    public static readonly TheoryData<string, string> InAnyOrder = new()
    {
        { "order O1 100", "orders 100" },
        { "order O1 100; delivery D1 60 >O1", "orders 40, delivered 60" },
        { "order O1 100; delivery D1 60 >O1; invoice I1 60 >D1", "orders 40, receivable 60" },
        { "order O1 100; delivery D1 60 >O1; delivery D2 40 >O1; invoice I1 100 >D1:60 >D2:40", "receivable 100" },
        { "order O1 100; delivery D1 100 >O1; invoice I1 30 >D1; invoice I2 70 >D1", "receivable 100" },
        { "order O1 100; delivery D1 120 >O1", "delivered 120" },
        { "order O1 100; delivery D1 100 >O1; invoice I1 130 >D1", "receivable 130" },
        { "order O1 100; invoice I1 100 >O1; delivery D1 100 >O1", "receivable 100" },
        { "order O1 100; delivery D1 60 >O1; invoice I1 100 >O1", "receivable 100" },
        { "order O1 100; delivery D1 60 >O1; invoice I1 60 >O1 >D1", "orders 40, receivable 60" },
        { "order O1 100; order O2 50; delivery D1 150 >O1:100 >O2:50", "delivered 150" },
        { "order O1 100; order O2 50; delivery D1 150 >O1:100 >O2:50; invoice I1 150 >O1:100 >O2:50",
            "receivable 150" },
        { "order O1 100; order O2 50; delivery D1 150 >O1:100 >O2:50; invoice I1 50 >O2",
            "delivered 100, receivable 50" },
        { "order O1 80; confirm O1 100", "orders 100" },
        { "order O1 100; closed Z1 100 >O1; confirm O1 100", "orders 100" },
        { "order O1 100; closed Z1 70 >O1:70", "orders 30" },
        { "order O1 100; delivery D1 20 >O1; closed Z1 70 >O1:70", "orders 10, delivered 20" },
        { "credit C1 30; payment P1 30 >C1", "" },
        { "credit C1 30; payment P1 20 >C1", "unallocated 10" },
        { "invoice I1 100; credit C1 30; payment P1 70 >I1 >C1", "" },
        { "advance A1 100 >I1:40; invoice I1 100 >A1:40", "receivable 60, unallocated 60" },
        { "invoice I1 100; invoice I2 100; dispute X1 30 >I1:10 >I2:20", "receivable 200, disputed 30" },
        { "order O1 100; closed Z1 100 >O1", "" },
        { "order O1 100; delivery D1 60 >O1; closed Z1 40 >O1", "delivered 60" },
        { "confirm O1 80; order O1 100", "orders 100" },
        { "confirm O1 80; delivery D1 80 >O1; order O1 100", "orders 20, delivered 80" },
        { "invoice I1 100", "receivable 100" },
        { "invoice I1 100; payment P1 100 >I1", "" },
        { "invoice I1 100; payment P1 70 >I1", "receivable 30" },
        { "invoice I1 100; payment P1 120 >I1", "unallocated 20" },
        { "invoice I1 100; payment P1 60 >I1; payment P2 60 >I1", "unallocated 20" },
        { "invoice I1 100; invoice I2 100; payment P1 150 >I1 >I2", "receivable 50" },
        { "invoice I1 100; invoice I2 100; payment P1 150 >I1:50 >I2:100", "receivable 50" },
        { "invoice I1 100; payment P1 100", "receivable 100, unallocated 100" },
        { "advance A1 40; invoice I1 100 >A1", "receivable 60" },
        { "advance A1 140; invoice I1 100 >A1", "unallocated 40" },
        { "invoice I1 100; credit C1 30 >I1", "receivable 70" },
        { "invoice I1 100; credit C1 30", "receivable 100, unallocated 30" },
        { "invoice I1 100; draft T1 100 >I1", "drafts 100" },
        { "invoice I1 100; draft T1 120 >I1", "drafts 120, unallocated 20" },
        { "invoice I1 100; draft T1 100 >I1; honoured H1 100 >T1", "" },
        { "invoice I1 100; draft T1 100 >I1; honoured H1 60 >T1", "drafts 40" },
        { "invoice I1 100; draft T1 100 >I1; dishonoured N1 100 >T1", "receivable 100" },
        { "invoice I1 100; dispute X1 30 >I1", "receivable 100, disputed 30" },
        { "invoice I1 100; dispute X1 130 >I1", "receivable 100, disputed 100" },
        { "invoice I1 100; dispute X1 30 >I1; resolved S1 30 >I1", "receivable 100" },
        { "invoice I1 100; dispute X1 30 >I1; payment P1 80 >I1", "receivable 20, disputed 20" },
        { "invoice I1 100; writeoff W1 100 >I1", "" },
        { "invoice I1 100; writeoff W1 40 >I1; payment P1 60 >I1", "" },
        { "order O1 100; delivery D1 100 >O1; invoice I1 100 >D1; reversal R1 100 >I1", "delivered 100" },
        { "invoice I1 100; payment P1 100 >I1; reversal R1 100 >I1", "unallocated 100" },
        { "invoice I1 100; payment P1 100 >I1; reversal R1 100 >P1", "receivable 100" },
        { "order O1 100; closed Z1 100 >O1; reversal R1 100 >Z1", "orders 100" },
        { "invoice I1 100; reversal R1 100 >I1; reversal R2 100 >R1", "receivable 100" },
        { "invoice I1 100; draft T1 100 >I1; reversal R1 100 >T1", "receivable 100" },
        { "invoice I1 100 USD; payment P1 100 >I1 CNY", "unallocated 100; USD receivable 100" },
        { "invoice I1 100 /40 /60; payment P1 50 >I1", "receivable 50" },
        { "invoice I1 100 /40 /60; payment P1 100 >I1#2", "receivable 40, unallocated 40" },
        { "invoice I1 100 /40 /60; payment P1 100 >I1#1:40 >I1#2:60", "" },
        { "invoice I1 100 /40 /60; draft T1 100 >I1; dishonoured N1 100 >T1", "receivable 100" },
        { "invoice I1 100 /40 /60; payment P1 100 >I1; reversal R1 100 >P1", "receivable 100" },
        { "order O1 100 /40 /60; delivery D1 50 >O1", "orders 50, delivered 50" },
        { "invoice I1 100; payment P1 100; clearing K1 100 >P1 >I1", "" },
        { "invoice I1 100; payment P1 100; clearing K1 60 >P1 >I1", "receivable 40, unallocated 40" },
        { "invoice I1 100; payment P1 60; clearing K1 100 >P1 >I1", "receivable 40" },
        { "invoice I1 50; invoice I2 50; payment P1 100; clearing K1 80 >P1 >I1:50 >I2:30",
            "receivable 20, unallocated 20" },
        { "invoice I1 100; payment P1 70; credit C1 30; clearing K1 100 >I1 >P1:70 >C1:30", "" },
        { "invoice I1 100; advance A1 100; clearing K1 100 >A1 >I1", "" },
        { "invoice I1 100; draft T1 100; clearing K1 100 >T1 >I1", "drafts 100" },
        { "invoice I1 100; payment P1 100 >I1:40; clearing K1 60 >P1 >I1", "" },
        { "invoice I1 100; payment P1 100; clearing K1 100 >P1 >I1; reversal R1 100 >K1",
            "receivable 100, unallocated 100" },
        { "invoice I1 100; payment P1 100; clearing K1 100 >P1 >I1; reversal R1 100 >P1", "receivable 100" },
        { "invoice I1 100 /40 /60; payment P1 60; clearing K1 60 >P1 >I1#2", "receivable 40" },
        { "order O1 100; delivery D1 100 >O1; invoice I1 95 >D1; unbilled U1 5 >D1", "receivable 95" },
        { "order O1 200; delivery D1 100 >O1; invoice I1 95 >O1; unbilled U1 5 >D1", "orders 100, receivable 95" },
        { "order O1 200; delivery D1 100 >O1; invoice I1 40 >O1; unbilled U1 5 >D1:5",
            "orders 100, delivered 55, receivable 40" },
        { "delivery D1 100; unbilled U1 100 >D1; reversal R1 100 >U1", "delivered 100" },
        { "order O1 100; changed V1 120 >O1", "orders 120" },
        { "order O1 100; changed V1 70 >O1", "orders 70" },
        { "order O1 100; delivery D1 60 >O1; changed V1 80 >O1", "orders 20, delivered 60" },
        { "order O1 100; delivery D1 60 >O1; changed V1 50 >O1", "delivered 60" },
        { "order O1 100; changed V1 150 >O1; changed V2 130 >O1", "orders 130" },
        { "order O1 100; closed Z1 100 >O1; changed V1 80 >O1", "orders 80" },
        { "order O1 100; changed V1 80 >O1; closed Z1 80 >O1", "" },
        { "order O1 100; changed V1 80 >O1; reversal R1 80 >V1", "orders 100" },
        { "order O1 100; changed V1 120 >O1; closed Z1 50 >O1:50", "orders 70" },
        { "order O1 100; closed Z1 20 >O1:20; changed V1 90 >O1; closed Z2 10 >O1:10", "orders 80" },
        { "order O1 100; closed Z1 20 >O1:20; changed V1 90 >O1; closed Z2 10 >O1:10; changed V2 50 >O1",
            "orders 50" },
        { "order O1 100; delivery D1 60 >O1; unbilled U1 10 >D1:10; changed V1 90 >O1; unbilled U2 5 >D1:5",
            "orders 30, delivered 45" },
        { "order O1 100; delivery D1 60 >O1; unbilled U1 10 >D1:10; changed V1 90 >O1; closed Z1 20 >O1:20",
            "orders 10, delivered 50" },
        { "delivery D1 100; unbilled U1 30 >D1:30; invoice I1 50 >D1; unbilled U2 15 >D1:15",
            "delivered 5, receivable 50" },
        { "draft T1 100; draft T2 100; honoured H1 200 >T1 >T2", "unallocated 200" },
        { "draft T1 100; draft T2 100; honoured H1 150 >T1 >T2", "drafts 50, unallocated 200" },
        { "draft T1 50; draft T2 60; draft T3 70; honoured H1 180 >T1 >T2 >T3", "unallocated 180" },
        { "draft T1 100; draft T2 100; honoured H1 200 >T1 >T2; reversal R1 200 >H1", "drafts 200, unallocated 200" },
        { "order O1 100; order O2 50; delivery D1 150 >O1 >O2", "delivered 150" },
        { "order O1 100; order O2 50; delivery D1 120 >O1 >O2", "orders 30, delivered 120" },
        { "order O1 100; delivery D1 60 >O1; delivery D2 40 >O1; invoice I1 100 >D1 >D2", "receivable 100" },
        { "invoice I1 100; invoice I2 100; dispute X1 130 >I1 >I2", "receivable 200, disputed 130" },
        { "invoice I1 100; dispute X1 30 >I1; resolved S1 30 >I1; dispute X2 20 >I1", "receivable 100, disputed 20" },
        { "invoice I1 100; dispute X1 30 >I1; dispute X2 20 >I1; resolved S1 30 >X1", "receivable 100, disputed 20" },
        { "invoice I1 100; dispute X1 30 >I1; resolved S1 30 >X1; reversal R1 30 >S1", "receivable 100, disputed 30" },
    };

    /// <summary>Where the order in which they were recorded is what they say.</summary>
    public static readonly TheoryData<string, string> AsRecorded = new()
    {
        { "order O1 100; confirm O1 50", "orders 100" },
        { "order O1 100; confirm O1 120", "orders 120" },
        { "confirm O1 50; confirm O1 30", "orders 80" },
        { "confirm O1 100; delivery D1 60 >O1; closed Z1 40 >O1; confirm O1 40", "orders 40, delivered 60" },
        { "order O1 100; closed Z1 100 >O1; confirm O1 30", "orders 30" },
        { "confirm O1 50; order O1 40", "orders 40" },
        { "invoice I1 100; draft T1 100 >I1; honoured H1 40 >T1; dishonoured N1 60 >T1", "receivable 60" },
        { "invoice I1 80; draft T1 100 >I1; dishonoured N1 100 >T1", "receivable 80" },
        { "invoice I1 80; draft T1 100 >I1; honoured H1 30 >T1; dishonoured N1 70 >T1", "receivable 50" },
        { "invoice I1 100; payment P1 100 >I1; writeoff W1 100 >I1", "" },
    };

    [Theory]
    [MemberData(nameof(InAnyOrder))]
    public void Documents_give_the_same_ledger_in_whatever_order_they_come(string documents, string expected)
    {
        foreach (var order in Orders(Sequence.Read(documents)))
        {
            Said(Replay.Of(order)).ShouldBe(expected,
                $"in the order {string.Join(", ", order.Select(d => d.ExternalId))}");
        }
    }

    [Theory]
    [MemberData(nameof(AsRecorded))]
    public void Some_documents_mean_what_they_say_at_their_time(string documents, string expected) =>
        Said(Replay.Of(Sequence.Read(documents))).ShouldBe(expected);

    [Theory]
    [MemberData(nameof(InAnyOrder))]
    [MemberData(nameof(AsRecorded))]
    public void Transfers_add_up_to_the_balances_and_to_nothing_in_all(string documents, string expected)
    {
        var ledger = Replay.Of(Sequence.Read(documents));

        var moved = ledger.Changes.Transfers.GroupBy(t => t.Currency).ToDictionary(
            g => g.Key, g => g.Aggregate(new Exposure(g.Key), (sum, t) => sum.With(t)));
        foreach (var (currency, balance) in ReplayCheck.BalancesOf(ledger))
        {
            (moved.GetValueOrDefault(currency) ?? new(currency)).ShouldBe(
                balance with { Disputed = 0, Reserved = ReservedBy(ledger, currency) }, expected);
        }
        ledger.Changes.Transfers.ShouldAllBe(t => t.Amount > 0 && t.From != t.To);
    }

    [Fact]
    public void Payments_are_measured_by_the_invoice_they_settle()
    {
        var ledger = Replay.Of(Sequence.Read("invoice I1 100; invoice I2 50; payment P1 120 >I1 >I2"));

        ledger.Settlements.Select(s => (s.Invoice.Name.Id, s.Amount, s.SettledOn)).ShouldBe(
            [("I1", 100, new DateOnly(2026, 1, 3)), ("I2", 20, new DateOnly(2026, 1, 3))]);
        ledger.Lines.Single(l => l.Name.Id == "I1").SettledOn.ShouldBe(new DateOnly(2026, 1, 3));
        ledger.Lines.Single(l => l.Name.Id == "I2").SettledOn.ShouldBeNull();
    }

    [Fact]
    public void A_line_keeps_its_id_when_its_customer_is_replayed()
    {
        var documents = Sequence.Read("order O1 100; delivery D1 60 >O1; invoice I1 60 >D1");
        var kept = Replay.Of(documents);

        Replay.Of(documents, kept).Lines.Select(l => l.Id).ShouldBe(kept.Lines.Select(l => l.Id), ignoreOrder: true);
    }

    /// <summary>A confirmation takes from what was reserved before, which is no part of these sequences.</summary>
    private static decimal ReservedBy(CustomerLedger ledger, string currency) =>
        -ledger.Changes.Transfers.Where(t => t.Currency == currency && t.From == Stage.Reserved).Sum(t => t.Amount);

    private static string Said(CustomerLedger ledger) => string.Join("; ",
        ReplayCheck.BalancesOf(ledger).OrderBy(b => b.Key, StringComparer.Ordinal)
            .Select(b => (b.Key, Text: Buyer.Said(b.Value.ToContract())))
            .Where(b => b.Text.Length > 0)
            .Select(b => b.Key == "CNY" ? b.Text : $"{b.Key} {b.Text}"));

    internal static IEnumerable<List<LedgerDocument>> Orders(List<LedgerDocument> documents)
    {
        if (documents.Count <= 1)
            return [documents];
        return documents.SelectMany((first, place) =>
            Orders([.. documents.Where((_, other) => other != place)])
                .Select(rest => (List<LedgerDocument>)[first, .. rest]));
    }
}
