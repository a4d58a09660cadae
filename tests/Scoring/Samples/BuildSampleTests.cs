using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Risk.Intake.V1;
using Risk.Scoring.CustomerFacts;
using Risk.Scoring.Engine.Features;
using Risk.Scoring.Samples;
using Risk.Scoring.Tests.CustomerFacts;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;
using DefaultCause = Risk.Scoring.V1.DefaultCause;

namespace Risk.Scoring.Tests.Samples;

public sealed class BuildSampleTests(UnscoredFixture scoring) : IClassFixture<UnscoredFixture>
{
    private const int ObservedDaysAgo = 500;

    [Fact]
    public async Task Cases_have_what_was_known_on_the_day_and_what_became_of_it_after()
    {
        var punctual = await Trading();
        var late = await Trading(stopsDaysAgo: 400);
        var lost = await Trading(f => f.Invoice("L", "90000", 430, 400), f => WriteOff(f, "L", "90000", 340));
        var helped = await Trading(f => Of(f, DocumentKind.ProtectiveRescheduling, "R", "90000", 250));
        var broke = await Trading();
        await Tell(broke, daysAgo: 200, c => c.LegalRecords.Add(Record(broke, LegalRecordKind.Insolvency, 201)));
        var young = await Trading(firstDaysAgo: ObservedDaysAgo + 60);
        var slow = await Trading(f => f.Invoice("S", "90000", 400, 380), f => f.Payment("S", "90000", 310));

        var (header, cases, summary) = await Sample();

        var seen = cases.ToDictionary(c => c.CustomerId);
        Cause(punctual).ShouldBe((false, DefaultCause.Unspecified));
        Cause(late).ShouldBe((true, DefaultCause.PastDue));
        Cause(lost).ShouldBe((true, DefaultCause.WriteOff));
        Cause(helped).ShouldBe((true, DefaultCause.Rescheduling));
        Cause(broke).ShouldBe((true, DefaultCause.Insolvency));
        seen[broke.Id].DefaultOn.Value.ShouldBe(IntakeFacts.Day(broke.Today.AddDays(-201)).Value);
        seen.ContainsKey(young.Id).ShouldBeFalse();
        seen.ContainsKey(slow.Id).ShouldBeFalse();
        (summary.TooYoung, summary.Indeterminate).ShouldBe((1, 1));
        header.Features.Select(f => f.Feature).ShouldBe(FeatureCatalogue.All.Select(f => f.Name));
        header.Features.ShouldAllBe(f => f.Version >= 1);
        header.Outcome.Text.Zh.ShouldContain("12 个月");
        // On the day of observation nobody was late yet.
        cases.Select(c => Value(header, c, "oldest_overdue_days")).ShouldAllBe(v => v == "0");
        cases.Select(c => Value(header, c, "insolvency_standing")).ShouldAllBe(v => v == "");

        (bool, DefaultCause) Cause(IntakeFacts facts) => (seen[facts.Id].IsBad, seen[facts.Id].Cause);
    }

    [Fact]
    public async Task What_was_recorded_after_the_observation_changes_nothing()
    {
        var facts = await Trading();
        var before = await CaseOf(facts);

        // All of it is dated before the observation, and told after it.
        await facts.Record(
            facts.Invoice("X1", "3000", ObservedDaysAgo + 200, ObservedDaysAgo + 170),
            facts.Payment("I3", "5000", ObservedDaysAgo + 10),
            facts.Of(DocumentKind.Order, "O9", "5", ObservedDaysAgo + 5),
            facts.Of(DocumentKind.GoodsReturn, "G9", "5000", ObservedDaysAgo + 5),
            WriteOff(facts, "X1", "100", ObservedDaysAgo + 3), Reversal(facts, "I2"),
            Promise(facts, "Q9", ObservedDaysAgo + 40, ObservedDaysAgo + 20));
        var filed = facts.Statement(endedDaysAgo: ObservedDaysAgo + 100);
        await facts.Deliver(new StatementFiled { Statement = filed });
        await facts.Change(c =>
        {
            c.LegalRecords.Add(Record(facts, LegalRecordKind.Lawsuit, ObservedDaysAgo + 90));
            c.ExternalRatings.Add(new ExternalRating
            {
                Agency = "Fitch",
                Rating = "B",
                RatedOn = IntakeFacts.Day(facts.Today.AddDays(-ObservedDaysAgo - 90)),
            });
            (c.CountryCode, c.Region) = ("RU", "Beijing");
        });

        var after = await CaseOf(facts);
        after.Values.ShouldBe(before.Values);

        // The switch for imported history takes documents from their own day on, and those alone.
        var dated = await Sample(DocumentsKnown.Issued);
        var taken = dated.Cases.Single(c => c.CustomerId == facts.Id);
        Value(dated.Header, taken, "oldest_overdue_days").ShouldBe("170");
        Value(dated.Header, taken, "country_risk").ShouldBe("2");
        Value(dated.Header, taken, "lawsuits_24_months").ShouldBe("");
    }

    [Fact]
    public async Task What_a_sample_says_of_today_is_what_a_score_rests_on()
    {
        var facts = await Trading(
            f => f.Invoice("A", "90000", 120, 100), f => f.Payment("A", "30000", 95),
            f => WriteOff(f, "A", "10000", 20),
            f => Of(f, DocumentKind.ProtectiveRescheduling, "R", "5000", 20), f => Promise(f, "Q1", 109, 105),
            f => Promise(f, "Q2", 100, 95, "A"), f => Promise(f, "Q3", 99, 98),
            f => ReversalOf(f, DocumentKind.PromiseToPay, "Q3"),
            f => Of(f, DocumentKind.GoodsReturn, "G", "4000", 30), f => Of(f, DocumentKind.Dispute, "D", "10", 15),
            f => Retained(f, "B"), f => f.Payment("unknown", "10", 5), f => Reversal(f, "I1"));
        await facts.Deliver(new StatementFiled { Statement = facts.Statement(endedDaysAgo: 200) });

        await using var connection = await scoring.Database.OpenConnectionAsync();
        Guid[] ids = [Guid.Parse(facts.Id)];
        var plan = SamplePlan.Of(
            new() { ObservedFrom = IntakeFacts.Day(facts.Today), ObservedUntil = IntakeFacts.Day(facts.Today) },
            facts.Today);
        var sampled = (await CustomerHistories.ReadAsync(connection, ids, plan.KnownOn, default))[0]
            .KnownOn(facts.Today);
        var scored = (await FactSheets.ReadAsync(connection, ids, facts.Today, default))[ids[0]];

        foreach (var feature in FeatureCatalogue.All)
            feature.Of(sampled).ShouldBe(feature.Of(scored), feature.Name);
        FeatureCatalogue.Find("promises_broken_12_months")!.Of(scored).Amount.ShouldBe(1);
        sampled.Settled.OrderBy(Key).ShouldBe(scored.Settled.OrderBy(Key));
        sampled.Unpaid.OrderBy(u => u.DueOn).ShouldBe(scored.Unpaid.OrderBy(u => u.DueOn));
        sampled.Promises.OrderBy(p => p.DueOn).ShouldBe(scored.Promises.OrderBy(p => p.DueOn));
        sampled.TradeAmounts.ShouldBe(scored.TradeAmounts);
        sampled.Rescheduled.ShouldBe(scored.Rescheduled);
        sampled.FirstTradeOn.ShouldBe(scored.FirstTradeOn);

        static (DateOnly, DateOnly, decimal) Key(Scoring.Engine.Facts.SettledPart part) =>
            (part.DueOn, part.SettledOn, part.Amount);
    }

    [Theory]
    [InlineData("{\"observedUntil\":{\"value\":\"2024-01-01\"}}")]
    [InlineData("{\"observedFrom\":{\"value\":\"2024-01-02\"},"
        + "\"observedUntil\":{\"value\":\"2024-01-01\"}}")]
    [InlineData("{\"observedFrom\":{\"value\":\"2024-01-01\"},"
        + "\"observedUntil\":{\"value\":\"2999-01-01\"}}")]
    [InlineData("{\"observedFrom\":{\"value\":\"2024-01-01\"},\"observedUntil\":{\"value\":\"2024-01-01\"},"
        + "\"features\":[\"luck\"]}")]
    [InlineData("{\"observedFrom\":{\"value\":\"2024-01-01\"},\"observedUntil\":{\"value\":\"2024-01-01\"},"
        + "\"outcome\":{\"windowMonths\":61}}")]
    [InlineData("{\"observedFrom\":{\"value\":\"2024-01-01\"},\"observedUntil\":{\"value\":\"2024-01-01\"},"
        + "\"everyMonths\":13}")]
    public async Task What_cannot_be_observed_is_refused(string request)
    {
        using var call = scoring.Client.Samples.BuildSample(BuildSampleRequest.Parser.ParseJson(request));

        (await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None)))
            .StatusCode.ShouldBe(StatusCode.InvalidArgument);
    }

    private async Task<SampleCase> CaseOf(IntakeFacts facts) =>
        (await Sample()).Cases.Single(c => c.CustomerId == facts.Id);

    private async Task<(SampleHeader Header, List<SampleCase> Cases, SampleSummary Summary)> Sample(
        DocumentsKnown known = DocumentsKnown.Unspecified)
    {
        var now = scoring.Clock.GetUtcNow().UtcDateTime;
        var day = IntakeFacts.Day(DateOnly.FromDateTime(now.AddDays(-ObservedDaysAgo)));
        using var call = scoring.Client.Samples.BuildSample(
            new() { ObservedFrom = day, ObservedUntil = day, DocumentsKnown = known });
        var messages = new List<BuildSampleResponse>();
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
            messages.Add(call.ResponseStream.Current);
        return (messages[0].Header, [.. messages.SelectMany(m => m.Cases)], messages[^1].Summary);
    }

    private static string Value(SampleHeader header, SampleCase of, string feature) =>
        of.Values[header.Features.Select(f => f.Feature).ToList().IndexOf(feature)];

    /// <summary>An invoice a month, paid on its day until it stops, each document recorded on its own day.</summary>
    private async Task<IntakeFacts> Trading(params Func<IntakeFacts, Document>[] more) =>
        await Trading(firstDaysAgo: 1000, stopsDaysAgo: 0, more);

    private async Task<IntakeFacts> Trading(
        int firstDaysAgo = 1000, int stopsDaysAgo = 0, params Func<IntakeFacts, Document>[] more)
    {
        var facts = await IntakeFacts.OfRegistered(scoring, c => c.ChangedAt = At(firstDaysAgo));
        var documents = new List<Document>();
        for (var (day, n) = (firstDaysAgo, 1); day >= 30; (day, n) = (day - 30, n + 1))
        {
            documents.Add(facts.Invoice($"I{n}", "10000", day, day - 30));
            if (day - 30 > stopsDaysAgo)
                documents.Add(facts.Payment($"I{n}", "10000", day - 30));
        }
        documents.AddRange(more.Select(m => m(facts)));
        foreach (var document in documents)
        {
            document.RecordedAt = Timestamp.FromDateTime(DateTime.SpecifyKind(
                DateTime.Parse(document.IssuedOn.Value, null).AddHours(12), DateTimeKind.Utc));
        }
        await facts.Record([.. documents]);
        return facts;
    }

    private Task<string> Tell(IntakeFacts facts, int daysAgo, Action<Intake.V1.Customer> with) => facts.Change(c =>
    {
        c.ChangedAt = At(daysAgo);
        with(c);
    });

    private Timestamp At(int daysAgo) => Timestamp.FromDateTimeOffset(scoring.Clock.GetUtcNow().AddDays(-daysAgo));

    private static LegalRecord Record(IntakeFacts facts, LegalRecordKind kind, int daysAgo) => new()
    {
        Kind = kind,
        RecordedOn = IntakeFacts.Day(facts.Today.AddDays(-daysAgo)),
    };

    private static Document Of(IntakeFacts facts, DocumentKind kind, string name, string amount, int daysAgo) =>
        facts.Of(kind, name, amount, daysAgo);

    private static Document WriteOff(IntakeFacts facts, string invoice, string amount, int daysAgo)
    {
        var loss = facts.Payment(invoice, amount, daysAgo);
        loss.Kind = DocumentKind.WriteOff;
        return loss;
    }

    private static Document Promise(
        IntakeFacts facts, string name, int daysAgo, int dueDaysAgo, string? invoice = null)
    {
        var promise = facts.Of(DocumentKind.PromiseToPay, name, "20000", daysAgo);
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

    private static Document Retained(IntakeFacts facts, string name)
    {
        var invoice = facts.Invoice(name, "1000", 60, 40);
        invoice.RetentionAmount = new() { Amount = "100", CurrencyCode = "CNY" };
        invoice.RetentionDueOn = IntakeFacts.Day(facts.Today.AddDays(300));
        return invoice;
    }

    private static Document Reversal(IntakeFacts facts, string invoice) =>
        ReversalOf(facts, DocumentKind.Invoice, invoice);

    private static Document ReversalOf(IntakeFacts facts, DocumentKind kind, string name)
    {
        var reversal = facts.Of(DocumentKind.Reversal, $"V{name}", "1", daysAgo: 2);
        reversal.Links.Add(new DocumentLink { ExternalRef = new() { System = "erp", Id = name }, Kind = kind });
        return reversal;
    }
}
