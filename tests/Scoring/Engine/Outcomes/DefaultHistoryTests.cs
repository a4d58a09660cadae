using System.Globalization;
using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Engine.Outcomes;
using Risk.Scoring.Tests.Engine.Facts;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Outcomes;

public sealed class DefaultHistoryTests
{
    private static readonly DateOnly Observed = new(2024, 12, 31);
    private static readonly DateOnly Today = new(2026, 6, 30);

    /// <summary>Facts as of 2026-06-30, and what they make of an observation on 2024-12-31.</summary>
    private const string Table =
        """
        paid 2024-06-01 2024-06-01 100000 CNY | Good
        paid 2024-06-01 2024-06-01 100000 CNY; unpaid 2025-03-01 20000 CNY | Bad 2025-05-30 PastDue
        paid 2024-06-01 2024-06-01 100000 CNY; paid 2025-03-01 2025-05-30 20000 CNY | Indeterminate
        paid 2024-06-01 2024-06-01 100000 CNY; paid 2025-03-01 2025-05-31 20000 CNY | Bad 2025-05-30 PastDue
        paid 2024-06-01 2024-06-01 100000 CNY; paid 2025-03-01 2025-05-01 20000 CNY | Indeterminate
        paid 2024-06-01 2024-06-01 100000 CNY; paid 2025-03-01 2025-04-30 20000 CNY | Good
        paid 2024-06-01 2024-06-01 100000 CNY; paid 2025-03-01 2025-06-30 3999 CNY | Good
        paid 2024-06-01 2024-06-01 1000000 CNY; unpaid 2025-03-01 20000 CNY; paid 2025-03-01 2025-03-01 9000000 CNY | Good
        paid 2024-06-01 2024-06-01 100000 CNY; unpaid 2025-10-02 20000 CNY | Bad 2025-12-31 PastDue
        paid 2024-06-01 2024-06-01 100000 CNY; unpaid 2025-10-03 20000 CNY | Indeterminate
        paid 2024-06-01 2024-06-01 100000 CNY; written-off 2025-04-01 2025-04-15 20000 CNY | Bad 2025-04-15 WriteOff
        paid 2024-06-01 2024-06-01 100000 CNY; rescheduled 2025-02-01 20000 CNY | Bad 2025-02-01 Rescheduling
        paid 2024-06-01 2024-06-01 100000 CNY; rescheduled 2025-02-01 2000 CNY | Good
        paid 2024-06-01 2024-06-01 100000 CNY; legal Insolvency 2025-11-01 | Bad 2025-11-01 Insolvency
        paid 2024-06-01 2024-06-01 100000 CNY; legal Insolvency 2026-01-01 | Good
        paid 2024-06-01 2024-06-01 100000 CNY; legal Insolvency 2024-12-31 | InDefault
        paid 2024-06-01 2024-06-01 100000 CNY; legal Insolvency 2024-06-01 2024-09-30 | Good
        paid 2024-06-01 2024-06-01 100000 CNY; legal Insolvency 2024-06-01 2024-10-01 | InDefault
        paid 2024-05-01 2024-11-01 100000 CNY; paid 2024-06-01 2024-06-01 100000 CNY | InDefault
        unpaid 2024-10-02 20000 CNY | InDefault
        """;

    [Fact]
    public void Outcomes_are_as_the_table_says()
    {
        foreach (var line in Table.Split('\n', StringSplitOptions.TrimEntries))
        {
            var (facts, outcome) = (line.Split(" | ")[0], line.Split(" | ")[1]);
            Told(History(facts).Observe(Observed, new(2020, 1, 1), Today)).ShouldBe(outcome, facts);
        }
    }

    [Fact]
    public void Nobody_is_observed_too_young_or_before_the_window_has_ended()
    {
        var history = History("paid 2024-06-01 2024-06-01 100000 CNY");

        history.Observe(Observed, new(2024, 7, 1), Today).Kind.ShouldBe(OutcomeKind.TooYoung);
        history.Observe(Observed, new(2024, 6, 30), Today).Kind.ShouldBe(OutcomeKind.Good);
        history.Observe(Observed, firstTradeOn: null, Today).Kind.ShouldBe(OutcomeKind.TooYoung);
        history.Observe(new(2025, 6, 29), new(2020, 1, 1), Today).Kind.ShouldBe(OutcomeKind.Good);
        history.Observe(new(2025, 6, 30), new(2020, 1, 1), Today).Kind.ShouldBe(OutcomeKind.Open);
    }

    [Fact]
    public void Another_definition_gives_other_outcomes()
    {
        const string facts = "paid 2024-06-01 2024-06-01 100000 CNY; paid 2025-03-01 2025-05-01 20000 CNY";
        var usual = new OutcomeDefinition();

        Told(usual with { IndeterminateDays = 0 }).ShouldBe("Good");
        Told(usual with { WindowMonths = 1, Default = usual.Default with { PastDueDays = 61 } }).ShouldBe("Good");
        Told(usual with { IndeterminateDays = 0, Default = usual.Default with { PastDueDays = 60 } })
            .ShouldBe("Bad 2025-04-30 PastDue");
        Told(usual with { Default = usual.Default with { PastDueDays = 61, ShareMin = 0.3m } }).ShouldBe("Good");

        string Told(OutcomeDefinition by) =>
            DefaultHistoryTests.Told(History(facts, by).Observe(Observed, new(2020, 1, 1), Today));
    }

    [Fact]
    public void A_definition_that_makes_no_sense_is_refused_field_by_field()
    {
        var usual = new OutcomeDefinition();

        usual.Faults().ShouldBeEmpty();
        (usual with { WindowMonths = 0, CoolOffMonths = -1, AgeMonthsMin = 121, IndeterminateDays = 90 })
            .Faults().Select(f => f.Field).ShouldBe(
                ["window_months", "cool_off_months", "age_months_min", "indeterminate_days"]);
        (usual with { Default = usual.Default with { PastDueDays = 0, ShareMin = 0, AmountMinElsewhere = 0 } })
            .Faults().Select(f => f.Field).ShouldBe(
                ["past_due_days", "share_min", "indeterminate_days", "material_amounts"]);
    }

    private static string Told(Observation seen) => string.Join(' ', new[]
    {
        seen.Kind.ToString(), seen.DefaultOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
        seen.Cause?.ToString() ?? "",
    }.Where(t => t.Length > 0));

    private static DefaultHistory History(string text, OutcomeDefinition? by = null)
    {
        var all = FactText.Read(text);
        var definition = by ?? new();
        return new(definition, On,
        [
            .. all.Unpaid.Select(u => u.DueOn).Concat(all.Settled.Select(s => s.DueOn)).SelectMany(due => new[]
            {
                due.AddDays(definition.Default.PastDueDays), due.AddDays(definition.IndeterminateDays),
            }),
            .. all.Settled.Select(s => s.SettledOn), .. all.Rescheduled.Select(r => r.On),
            .. all.LegalRecords.Select(r => r.RecordedOn),
        ]);

        FactSheet On(DateOnly day) => all with
        {
            AsOf = day,
            Unpaid = [.. all.Unpaid, .. all.Settled.Where(s => s.SettledOn > day)
                .Select(s => new UnpaidPart(s.Currency, s.DueOn, s.Amount))],
            Settled = [.. all.Settled.Where(s => s.SettledOn <= day)],
        };
    }
}
