using Google.Protobuf.WellKnownTypes;
using Risk.Intake.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.CustomerFacts;

[Collection(ScoringCollection.Name)]
public sealed class KeepCustomerWhenItChangedTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task Master_data_names_and_legal_records_are_those_of_the_last_event()
    {
        var facts = await IntakeFacts.OfRegistered(scoring, c =>
        {
            c.ExternalRefs.Add(new Types.V1.ExternalRef { System = "sap", Id = c.CustomerId + "-1" });
            c.LegalRecords.Add(Record(LegalRecordKind.Lawsuit, on: "2025-01-01"));
        });

        await facts.Change(c =>
        {
            c.LegalName = "Renamed";
            c.MarketShare = new() { Value = "0.125" };
            c.ExternalRefs.Add(new Types.V1.ExternalRef { System = "sap", Id = c.CustomerId + "-2" });
            c.LegalRecords.Add(Record(LegalRecordKind.Pledge, on: "2025-02-01", ended: "2025-03-01"));
            c.LegalRecords.Add(Record(LegalRecordKind.Enforcement, on: "2025-02-02"));
        });

        var id = Guid.Parse(facts.Id);
        (await scoring.SqlAsync<string>("SELECT legal_name FROM customers WHERE customer_id = $1", id)).ShouldBe(
            "Renamed");
        (await scoring.SqlAsync<decimal>("SELECT market_share FROM customers WHERE customer_id = $1", id)).ShouldBe(
            0.125m);
        (await scoring.SqlAsync<string>("SELECT string_agg(id, ',') FROM customer_refs WHERE customer_id = $1", id))
            .ShouldBe(facts.Id + "-2");
        (await scoring.SqlAsync<string>(
            "SELECT string_agg(kind || ' ' || coalesce(ended_on::text, '-'), ',' ORDER BY place) "
            + "FROM legal_records WHERE customer_id = $1", id)).ShouldBe("8 2025-03-01,2 -");
        (await scoring.SqlAsync<long>("SELECT count(*) FROM customer_versions WHERE customer_id = $1", id)).ShouldBe(2);
    }

    [Fact]
    public async Task An_event_that_is_replayed_late_does_not_undo_what_is_newer()
    {
        var facts = await IntakeFacts.OfRegistered(scoring, c =>
        {
            c.LegalName = "New";
            c.ExternalRefs.Add(new Types.V1.ExternalRef { System = "sap", Id = c.CustomerId + "-new" });
            c.LegalRecords.Add(Record(LegalRecordKind.Enforcement, on: "2025-02-02"));
        });

        await facts.Change(c =>
        {
            c.LegalName = "Old";
            c.CountryCode = "DE";
            c.ExternalRefs.Add(new Types.V1.ExternalRef { System = "sap", Id = c.CustomerId + "-old" });
            c.LegalRecords.Add(Record(LegalRecordKind.Lawsuit, on: "2025-01-01"));
            c.ChangedAt = Timestamp.FromDateTimeOffset(scoring.Clock.GetUtcNow().AddDays(-1));
        });

        var id = Guid.Parse(facts.Id);
        (await scoring.SqlAsync<string>(
            "SELECT legal_name || ' ' || country_code FROM customers WHERE customer_id = $1", id)).ShouldBe("New CN");
        (await scoring.SqlAsync<string>("SELECT string_agg(id, ',') FROM customer_refs WHERE customer_id = $1", id))
            .ShouldBe(facts.Id + "-new");
        (await scoring.SqlAsync<string>("SELECT string_agg(kind::text, ',') FROM legal_records WHERE customer_id = $1",
            id)).ShouldBe("2");
        (await scoring.SqlAsync<string>(
            "SELECT string_agg(country_code, ',' ORDER BY changed_at) FROM customer_versions WHERE customer_id = $1",
            id)).ShouldBe("DE,CN");
    }

    [Fact]
    public async Task A_name_in_another_system_goes_to_the_customer_that_has_it_now()
    {
        var name = Guid.CreateVersion7().ToString();
        await IntakeFacts.OfRegistered(scoring,
            c => c.ExternalRefs.Add(new Types.V1.ExternalRef { System = "sap", Id = name }));

        var second = await IntakeFacts.OfRegistered(
            scoring, c => c.ExternalRefs.Add(new Types.V1.ExternalRef { System = "sap", Id = name }));

        (await scoring.SqlAsync<Guid>("SELECT customer_id FROM customer_refs WHERE system = 'sap' AND id = $1", name))
            .ShouldBe(Guid.Parse(second.Id));
    }

    private static LegalRecord Record(LegalRecordKind kind, string on, string? ended = null) => new()
    {
        Kind = kind,
        RecordedOn = new() { Value = on },
        EndedOn = ended is null ? null : new() { Value = ended },
    };
}
