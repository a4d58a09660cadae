using Risk.Intake.V1;
using Risk.Scoring.CustomerFacts;
using Risk.Scoring.Engine.Facts;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.CustomerFacts;

[Collection(ScoringCollection.Name)]
public sealed class KeepPromisesWhenDocumentsRecordedTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task A_promise_is_kept_by_what_was_paid_until_its_day_on_the_invoices_that_it_names()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        await facts.Record(
            facts.Invoice("I1", "100", issuedDaysAgo: 90, dueDaysAgo: 60),
            facts.Invoice("I2", "100", issuedDaysAgo: 90, dueDaysAgo: 60),
            Promise(facts, "P1", "50", daysAgo: 40, dueDaysAgo: 20, "I1"),
            Promise(facts, "P2", "30", daysAgo: 40, dueDaysAgo: 20, "I2"),
            Promise(facts, "P3", "80", daysAgo: 40, dueDaysAgo: 20),
            facts.Payment("I1", "50", daysAgo: 20), facts.Payment("I2", "29", daysAgo: 30),
            facts.Payment("I2", "71", daysAgo: 19), facts.Payment("I1", "1", daysAgo: 41));

        var promises = (await Read(facts, daysAgo: 0)).Promises.OrderBy(p => p.Amount).ToList();

        promises.Select(p => (p.Amount, p.PaidAmount)).ShouldBe([(30m, 29m), (50m, 50m), (80m, 79m)]);
        promises.Select(p => p.IsBrokenOn(facts.Today)).ShouldBe([true, false, true]);
        (await Read(facts, daysAgo: 25)).Promises.Sum(p => p.PaidAmount).ShouldBe(29 + 29);
        (await Read(facts, daysAgo: 41)).Promises.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_promise_that_was_reversed_or_is_told_twice_counts_as_it_should()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        var promise = Promise(facts, "P1", "50", daysAgo: 40, dueDaysAgo: 20);
        await facts.Record(promise, Promise(facts, "P2", "60", daysAgo: 40, dueDaysAgo: 20));
        await facts.Record(promise);
        (await Read(facts, daysAgo: 0)).Promises.Count.ShouldBe(2);
        var reversal = facts.Of(DocumentKind.Reversal, "R1", "50", daysAgo: 1);
        reversal.Links.Add(new DocumentLink
        {
            ExternalRef = new() { System = "erp", Id = "P1" },
            Kind = DocumentKind.PromiseToPay,
        });

        await facts.Record(reversal);

        (await Read(facts, daysAgo: 0)).Promises.ShouldHaveSingleItem().Amount.ShouldBe(60);
    }

    [Fact]
    public async Task Reschedulings_and_returns_move_nothing_in_the_ledger()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        await facts.Record(
            facts.Invoice("I1", "100", issuedDaysAgo: 90, dueDaysAgo: 60),
            facts.Of(DocumentKind.ProtectiveRescheduling, "S1", "70", daysAgo: 30),
            facts.Of(DocumentKind.GoodsReturn, "G1", "5", daysAgo: 30));

        var sheet = await Read(facts, daysAgo: 0);

        sheet.Rescheduled.ShouldHaveSingleItem().ShouldBe(new("CNY", facts.Today.AddDays(-30), 70));
        sheet.TradeAmounts.ShouldHaveSingleItem().ShouldBe(new("CNY", 100, 5));
        sheet.Unpaid.ShouldHaveSingleItem().Amount.ShouldBe(100);
        (await Read(facts, daysAgo: 31)).Rescheduled.ShouldBeEmpty();
    }

    private async Task<FactSheet> Read(IntakeFacts facts, int daysAgo)
    {
        await using var connection = await scoring.Database.OpenConnectionAsync();
        var id = Guid.Parse(facts.Id);
        return (await FactSheets.ReadAsync(connection, [id], facts.Today.AddDays(-daysAgo), default))[id];
    }

    private static Document Promise(
        IntakeFacts facts, string name, string amount, int daysAgo, int dueDaysAgo, string? invoice = null)
    {
        var promise = facts.Of(DocumentKind.PromiseToPay, name, amount, daysAgo);
        promise.DueOn = IntakeFacts.Day(facts.Today.AddDays(-dueDaysAgo));
        if (invoice is not null)
        {
            promise.Links.Add(new DocumentLink
            {
                ExternalRef = new() { System = "erp", Id = invoice },
                Kind = DocumentKind.Invoice,
            });
        }
        return promise;
    }
}
