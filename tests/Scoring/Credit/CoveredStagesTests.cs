using System.Globalization;
using Risk.Scoring.Credit;
using Risk.Scoring.Ledger;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Credit;

public sealed class CoveredStagesTests
{
    /// <summary>
    /// Receivable, drafts, delivered, open orders, reserved, on account | covers: i insurance, o other, each with its
    /// value and, when it has stopped, what was shipped before | gross, insured, otherwise, net | insured/otherwise by
    /// stage.
    /// </summary>
    public static readonly TheoryData<string, string, string, string> Table = new()
    {
        { "60 0 0 40 0 0", "", "100 0 0 100", "Receivable 0/0, OpenOrders 0/0" },
        { "60 0 0 40 0 0", "i50", "100 50 0 50", "Receivable 50/0, OpenOrders 0/0" },
        { "60 0 0 40 0 0", "i500", "100 60 0 40", "Receivable 60/0, OpenOrders 0/0" },
        { "60 0 0 40 0 0", "o500", "100 0 100 0", "Receivable 0/60, OpenOrders 0/40" },
        { "60 0 0 40 0 0", "i500 o10", "100 60 10 30", "Receivable 60/0, OpenOrders 0/10" },
        { "60 0 0 40 0 0", "i50 o30", "100 50 30 20", "Receivable 50/10, OpenOrders 0/20" },
        { "60 10 20 40 5 0", "i80", "135 80 0 55",
            "Receivable 60/0, Drafts 10/0, Delivered 10/0, OpenOrders 0/0, Reserved 0/0" },
        { "60 0 0 40 0 70", "i80", "30 0 0 30", "OpenOrders 0/0" },
        { "60 0 0 40 0 20", "i80", "80 40 0 40", "Receivable 40/0, OpenOrders 0/0" },
        { "60 0 0 0 0 70", "i80 o5", "0 0 0 0", "" },
        { "60 0 0 0 0 0", "i80/25", "60 25 0 35", "Receivable 25/0" },
        { "60 0 0 0 0 0", "i20/25", "60 20 0 40", "Receivable 20/0" },
        { "60 0 0 0 0 0", "i80/25 i10", "60 35 0 25", "Receivable 35/0" },
        { "60 0 0 0 0 0", "i20/25 i20/25", "60 25 0 35", "Receivable 25/0" },
        { "60 0 0 0 0 0", "i20/25 i20/35", "60 35 0 25", "Receivable 35/0" },
        { "60 0 0 0 0 0", "i80/0 o80/15", "60 0 15 45", "Receivable 0/15" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void What_is_owed_soonest_is_covered_first(string exposure, string covers, string whole, string stages)
    {
        decimal[] of = [.. exposure.Split(' ').Select(Number)];
        var total = new Exposure("CNY")
        {
            Receivable = of[0],
            Drafts = of[1],
            Delivered = of[2],
            OpenOrders = of[3],
            Reserved = of[4],
            Unallocated = of[5],
        };

        var covered = CoveredStages.Of(
            total, [.. covers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Cover)]);

        string.Join(' ', ((Types.V1.Decimal[])[covered.Gross, covered.Insured, covered.OtherwiseCovered, covered.Net])
            .Select(Plain)).ShouldBe(whole);
        string.Join(", ", covered.Stages.Select(s => $"{s.Stage} {Plain(s.Insured)}/{Plain(s.OtherwiseCovered)}"))
            .ShouldBe(stages);
        covered.Stages.Sum(s => Number(s.Net.Value)).ShouldBe(Number(covered.Net.Value));
    }

    private static StandingCover Cover(string text) => new(text[0] == 'i', Number(text[1..].Split('/')[0]),
        text.Contains('/') ? Number(text.Split('/')[1]) : null);

    private static string Plain(Types.V1.Decimal amount) =>
        Number(amount.Value).ToString("0.##", CultureInfo.InvariantCulture);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
