using Risk.Intake.V1;
using Risk.Scoring.CustomerFacts;
using Risk.Scoring.Engine.Facts;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.CustomerFacts;

[Collection(ScoringCollection.Name)]
public sealed class FactSheetsTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task What_was_unpaid_on_a_day_is_what_was_paid_only_later_or_never()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        await facts.Record(
            facts.Invoice("I1", "100", issuedDaysAgo: 90, dueDaysAgo: 60),
            facts.Payment("I1", "40", daysAgo: 50), facts.Payment("I1", "60", daysAgo: 10),
            facts.Invoice("I2", "30", issuedDaysAgo: 20, dueDaysAgo: -10));

        (await Unpaid(facts, daysAgo: 91)).ShouldBe("");
        (await Unpaid(facts, daysAgo: 51)).ShouldBe("100@9");
        (await Unpaid(facts, daysAgo: 50)).ShouldBe("60@10");
        (await Unpaid(facts, daysAgo: 10)).ShouldBe("30@-20");
        (await Unpaid(facts, daysAgo: 0)).ShouldBe("30@-10");
        (await Read(facts, daysAgo: 20)).Settled.ShouldHaveSingleItem().Amount.ShouldBe(40);
        (await Read(facts, daysAgo: 0)).Settled.Sum(s => s.Amount).ShouldBe(100);
    }

    [Fact]
    public async Task What_ended_an_invoice_is_told_apart()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        var credit = facts.Payment("I1", "20", daysAgo: 9);
        credit.Kind = DocumentKind.CreditNote;
        var loss = facts.Payment("I1", "5", daysAgo: 8);
        loss.Kind = DocumentKind.WriteOff;

        await facts.Record(facts.Invoice("I1", "100", issuedDaysAgo: 90, dueDaysAgo: 60),
            facts.Payment("I1", "70", daysAgo: 10), credit, loss);

        var sheet = await Read(facts, daysAgo: 0);
        sheet.Settled.OrderByDescending(s => s.Amount).Select(s => (s.Kind, s.Amount)).ShouldBe(
            [(SettlementKind.Paid, 70m), (SettlementKind.Credited, 20m), (SettlementKind.WrittenOff, 5m)]);
        sheet.Unpaid.ShouldHaveSingleItem().Amount.ShouldBe(5);
    }

    [Fact]
    public async Task Master_data_are_those_that_were_known_on_the_day()
    {
        var facts = await IntakeFacts.OfRegistered(scoring, c =>
        {
            c.CountryCode = "DE";
            c.ChangedAt = At(c, daysAgo: 30);
        });
        await facts.Change(c => c.ChangedAt = At(c, daysAgo: 10));

        (await Read(facts, daysAgo: 0)).Company.CountryCode.ShouldBe("CN");
        (await Read(facts, daysAgo: 10)).Company.CountryCode.ShouldBe("CN");
        (await Read(facts, daysAgo: 11)).Company.CountryCode.ShouldBe("DE");
        (await Read(facts, daysAgo: 31)).Company.ShouldBe(new());
    }

    [Fact]
    public async Task Statements_records_and_documents_of_later_days_are_left_out()
    {
        var facts = await IntakeFacts.OfRegistered(scoring, c =>
        {
            c.ChangedAt = At(c, daysAgo: 40);
            c.LegalRecords.Add(Lawsuit(daysAgo: 20));
        });
        var statement = facts.Statement(endedDaysAgo: 20);
        statement.RecordedAt = At(facts.Customer(), daysAgo: 20);
        await facts.Deliver(new StatementFiled { Statement = statement });
        await facts.Record(facts.Of(DocumentKind.Order, "O1", "1", daysAgo: 20));

        var (before, then) = (await Read(facts, daysAgo: 21), await Read(facts, daysAgo: 20));

        (before.Statements.Count, before.LegalRecords.Count, before.TradeDays.Count).ShouldBe((0, 0, 0));
        before.FirstTradeOn.ShouldBeNull();
        (then.Statements.Count, then.LegalRecords.Count, then.TradeDays.Count).ShouldBe((1, 1, 1));
        then.FirstTradeOn.ShouldBe(facts.Today.AddDays(-20));
    }

    [Fact]
    public async Task A_statement_or_record_counts_only_from_the_day_on_which_it_was_known()
    {
        var facts = await IntakeFacts.OfRegistered(scoring, c => c.ChangedAt = At(c, daysAgo: 90));
        await facts.Change(c =>
        {
            c.ChangedAt = At(c, daysAgo: 10);
            c.LegalRecords.Add(Lawsuit(daysAgo: 60));
        });
        var filed = facts.Statement(endedDaysAgo: 60);
        filed.RecordedAt = At(facts.Customer(), daysAgo: 30);
        var corrected = facts.Statement(endedDaysAgo: 60, currentAssets: "90");
        corrected.RecordedAt = At(facts.Customer(), daysAgo: 5);
        await facts.Deliver(new StatementFiled { Statement = filed });
        await facts.Deliver(new StatementFiled { Statement = corrected });

        (await Known(31)).ShouldBe((0, 0));
        (await Known(30)).ShouldBe((1, 0));
        (await Known(11)).ShouldBe((1, 0));
        (await Known(10)).ShouldBe((1, 1));
        (await Known(5)).ShouldBe((2, 1));

        async Task<(int Statements, int LegalRecords)> Known(int daysAgo)
        {
            var sheet = await Read(facts, daysAgo);
            return (sheet.Statements.Count, sheet.LegalRecords.Count);
        }
    }

    [Fact]
    public async Task Ratings_region_and_the_grade_of_the_group_head_are_those_that_were_known_on_the_day()
    {
        var head = await IntakeFacts.OfRegistered(scoring);
        var facts = await IntakeFacts.OfRegistered(scoring, c => c.ChangedAt = At(c, daysAgo: 90));
        await facts.Change(c =>
        {
            c.ChangedAt = At(c, daysAgo: 10);
            (c.Region, c.ParentCustomerId) = ("Hubei", head.Id);
            c.ExternalRatings.Add(new ExternalRating
            {
                Agency = "Fitch",
                Rating = "BB",
                RatedOn = IntakeFacts.Day(facts.Today.AddDays(-60)),
            });
        });
        await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = head.Id });

        var (before, then, now) = (await Read(facts, daysAgo: 11), await Read(facts, daysAgo: 10),
            await Read(facts, daysAgo: 0));

        (before.Ratings.Count, before.Company.Region, before.Head).ShouldBe((0, "", null));
        then.Ratings.ShouldHaveSingleItem().ShouldBe(new("Fitch", "BB", facts.Today.AddDays(-60)));
        (then.Company.Region, then.Head).ShouldBe(("Hubei", null));
        now.Head.ShouldNotBeNull().AsOf.ShouldBe(facts.Today);
    }

    private LegalRecord Lawsuit(int daysAgo) => new()
    {
        Kind = LegalRecordKind.Lawsuit,
        RecordedOn = IntakeFacts.Day(DateOnly.FromDateTime(scoring.Clock.GetUtcNow().UtcDateTime).AddDays(-daysAgo)),
    };

    private async Task<string> Unpaid(IntakeFacts facts, int daysAgo)
    {
        var sheet = await Read(facts, daysAgo);
        return string.Join(' ',
            sheet.Unpaid.Select(u => $"{u.Amount:0.##}@{sheet.AsOf.DayNumber - u.DueOn.DayNumber}"));
    }

    private async Task<FactSheet> Read(IntakeFacts facts, int daysAgo)
    {
        await using var connection = await scoring.Database.OpenConnectionAsync();
        var id = Guid.Parse(facts.Id);
        return (await FactSheets.ReadAsync(connection, [id], facts.Today.AddDays(-daysAgo), default))[id];
    }

    private static Google.Protobuf.WellKnownTypes.Timestamp At(Intake.V1.Customer customer, int daysAgo) =>
        Google.Protobuf.WellKnownTypes.Timestamp.FromDateTime(customer.ChangedAt.ToDateTime().AddDays(-daysAgo));
}
