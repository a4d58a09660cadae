using System.Globalization;
using Risk.Scoring.Ledger;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Ledger;

public sealed class DuePartsTests
{
    /// <summary>Documents | what is open of each part, in whatever order the documents come.</summary>
    public static readonly TheoryData<string, string> InAnyOrder = new()
    {
        { "invoice I1 100 /40 /60", "40 60" },
        { "invoice I1 100 /40 /60; payment P1 30 >I1", "10 60" },
        { "invoice I1 100 /40 /60; payment P1 50 >I1", "0 50" },
        { "invoice I1 100 /40 /60; payment P1 30 >I1#2", "40 30" },
        { "invoice I1 100 /40 /60; payment P1 60 >I1#2", "40 0" },
        { "invoice I1 100 /40 /60; payment P1 30 >I1#2; payment P2 50 >I1", "0 20" },
        { "invoice I1 100 /40 /60; payment P1 40 >I1; payment P2 30 >I1#1", "0 30" },
        { "invoice I1 100 /40 /60; payment P1 40 >I1#1; payment P2 40 >I1#1", "0 20" },
        { "invoice I1 100 /40 /60; credit C1 30 >I1", "40 30" },
        { "invoice I1 100 /40 /60; credit C1 70 >I1", "30 0" },
        { "invoice I1 100 /40 /60; credit C1 20 >I1#1", "20 60" },
        { "invoice I1 100 /40 /60; credit C1 20 >I1; payment P1 50 >I1", "0 30" },
        { "invoice I1 100 /40 /60; writeoff W1 30 >I1", "10 60" },
        { "invoice I1 100 /40 /60; advance A1 30 >I1", "10 60" },
        { "invoice I1 100 /40 /60; draft T1 50 >I1", "0 50" },
        { "invoice I1 100 /40 /60; draft T1 50 >I1; dishonoured N1 50 >T1", "40 60" },
        { "invoice I1 100 /40 /60; payment P1 50 >I1; reversal R1 50 >P1", "40 60" },
        { "invoice I1 100 /40 /60; payment P1 70; clearing K1 60 >P1 >I1#2", "40 0" },
        { "invoice I1 100 /40 /60; payment P1 100 >I1#1:10 >I1#2:60", "30 0" },
        { "invoice I1 90 /30 /30 /30; payment P1 30 >I1#2; credit C1 10 >I1; payment P2 35 >I1", "0 0 15" },
        { "order O1 100 /40 /60", "40 60" },
        { "order O1 100 /40 /60; delivery D1 50 >O1", "0 50" },
        { "order O1 100 /40 /60; closed Z1 100 >O1", "0 0" },
        { "order O1 100 /40 /60; changed V1 120 /50 /70 >O1; delivery D1 60 >O1", "0 60" },
    };

    [Theory]
    [MemberData(nameof(InAnyOrder))]
    public void What_is_open_of_each_part_is_the_same_in_whatever_order(string documents, string expected)
    {
        foreach (var order in ReplayTests.Orders(Sequence.Read(documents)))
        {
            var line = Replay.Of(order).Lines.Single(l => l.Parts.Count > 0);
            var open = line.OpenParts.Select(o => o.ToString("0.##", CultureInfo.InvariantCulture));
            string.Join(' ', open).ShouldBe(expected, string.Join(", ", order.Select(d => d.ExternalId)));
            line.OpenParts.Sum().ShouldBe(line.Open);
        }
    }

    [Fact]
    public void Each_part_is_settled_by_its_own_due_day()
    {
        var invoice = Replay.Of(Sequence.Read("invoice I1 100 /40 /60; payment P1 50 >I1; credit C1 10 >I1"))
            .Lines.Single(l => l.Name.Kind == LineKind.Invoice);

        var settled = invoice.Due.Settled.Select(s => (s.Fill.By, s.DueOn, s.Amount));

        var (first, second) = (new DateOnly(2026, 2, 1), new DateOnly(2026, 3, 3));
        settled.ShouldBe(
        [
            (LineKind.CreditNote, second, 10m), (LineKind.Payment, first, 40m), (LineKind.Payment, second, 10m),
        ]);
    }

    [Fact]
    public void What_is_kept_of_parts_and_disputes_reads_back()
    {
        var invoice = Replay.Of(Sequence.Read("invoice I1 100 /40 /60; payment P1 50.25 >I1#2; dispute X1 30 >I1"))
            .Lines.Single(l => l.Name.Kind == LineKind.Invoice);

        LineTexts.Fills(LineTexts.Of(invoice.Fills)).ShouldBe(invoice.Fills);
        LineTexts.Disputes(LineTexts.Of(invoice.Disputes)).ShouldBe(invoice.Disputes);
        LineTexts.AmountsOf(invoice.Parts).ShouldBe("{40,60}");
    }
}
