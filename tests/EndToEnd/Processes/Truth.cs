using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Risk.Intake.V1;
using Risk.Types.V1;
using Shouldly;

namespace Risk.EndToEnd.Tests.Processes;

/// <summary>What has to hold after every fault, once everything that was told has been heard.</summary>
internal sealed class Truth(ProcessSuite suite)
{
    private static readonly JsonParser Facts = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>Events that no consumer can handle, by their ids: they are set aside, and nothing else is.</summary>
    public HashSet<Guid> Poison { get; } = [];

    public async Task HoldsAsync(Traffic traffic)
    {
        await Eventually.HoldsAsync(EverythingToldIsHeardAsync);
        await TheLogsHaveNoHolesAsync();
        await OnlyPoisonIsSetAsideAsync();
        var told = await DocumentsInTheLogAsync();
        await EveryDocumentIsThereOnceAsync(traffic, told);
        await TheConsumerHasThemInTheirOrderAsync(told);
        await TheExposureIsTheReplayAsync(traffic, told);
        await Eventually.HoldsAsync(TheAuditVerifiesAsync);
    }

    /// <summary>Every cursor is at the head of its producer's log.</summary>
    public async Task EverythingToldIsHeardAsync()
    {
        foreach (var consumer in suite.Services)
        {
            foreach (var producer in suite.Services.Where(p => p != consumer))
            {
                var behind = await suite.SqlAsync<long>(
                    $"""
                    select count(*) from {producer}.outbox_heads head
                    left join {consumer}.cursors done
                      on done.producer = '{producer}' and done.partition = head.partition
                    where head.sequence > coalesce(done.sequence, 0)
                      and exists (select from {consumer}.cursors where producer = '{producer}')
                    """);
                behind.ShouldBe(0, $"{consumer} has not heard all of {producer}");
            }
            var unnumbered = await suite.SqlAsync<long>(
                $"select (select count(*) from {consumer}.outbox) - (select count(*) from {consumer}.outbox_numbers)");
            unnumbered.ShouldBe(0, $"{consumer} has not numbered all that it wrote");
        }
    }

    private async Task TheLogsHaveNoHolesAsync()
    {
        foreach (var service in suite.Services)
        {
            var holes = await suite.SqlAsync<long>(
                $"""
                select count(*) from (
                  select partition from {service}.outbox_numbers group by partition
                  having count(*) <> max(sequence) or min(sequence) <> 1 or count(distinct sequence) <> count(*)) wrong
                """);
            holes.ShouldBe(0, service);
        }
    }

    private async Task OnlyPoisonIsSetAsideAsync()
    {
        foreach (var service in suite.Services)
        {
            var parked = await suite.SqlAsync<Guid[]>(
                $"select coalesce(array_agg(event_id), array[]::uuid[]) from {service}.parked_events");
            parked.ShouldBeSubsetOf(Poison, service);
        }
    }

    /// <summary>By customer, in the order of the log.</summary>
    private async Task<Dictionary<string, List<Document>>> DocumentsInTheLogAsync()
    {
        var documents = new Dictionary<string, List<Document>>(StringComparer.Ordinal);
        using var call = suite.Client("intake").IntakeEvents.ReadEvents(
            new() { Types_ = { "risk.intake.documents_recorded.v1" } });
        await foreach (var e in call.ResponseStream.ReadAllAsync())
        {
            if (Poison.Contains(Guid.Parse(e.Id)))
                continue;
            if (!documents.TryGetValue(e.Subject, out var ofCustomer))
                documents[e.Subject] = ofCustomer = [];
            ofCustomer.AddRange(Facts.Parse<DocumentsRecorded>(e.Data).Documents);
        }
        return documents;
    }

    private async Task EveryDocumentIsThereOnceAsync(Traffic traffic, Dictionary<string, List<Document>> told)
    {
        var kept = await suite.SqlAsync<Guid[]>("select array_agg(document_id) from intake.documents");
        kept.ShouldBeUnique();
        told.Values.SelectMany(d => d).Select(d => Guid.Parse(d.DocumentId)).Order()
            .ShouldBe(kept.Order(), "what the log tells is not what intake keeps");
        traffic.Documents.Values.Select(Guid.Parse).Except(kept).ShouldBeEmpty("acknowledged, and not there");
        var references = await suite.SqlAsync<long>(
            "select count(distinct (ref_system, ref_id)) from intake.documents");
        references.ShouldBe(kept.Length, "a request took effect twice");
    }

    private async Task TheConsumerHasThemInTheirOrderAsync(Dictionary<string, List<Document>> told)
    {
        foreach (var (customer, documents) in told)
        {
            var applied = await suite.SqlAsync<Guid[]>(
                $"""
                select coalesce(array_agg(document_id order by seq), array[]::uuid[])
                from scoring.ledger_documents where customer_id = '{customer}'
                """);
            applied.ShouldBe(documents.Select(d => Guid.Parse(d.DocumentId)), $"customer {customer}");
        }
    }

    private async Task TheExposureIsTheReplayAsync(Traffic traffic, Dictionary<string, List<Document>> told)
    {
        foreach (var (id, verdict) in traffic.Orders)
        {
            verdict.Reservation.ShouldNotBeNull(verdict.ToString());
            var again = await suite.Client("scoring").Orders.CheckOrderAsync(Traffic.OrderOf(id, verdict.CustomerId));
            again.ShouldBe(verdict);
        }
        foreach (var (customer, documents) in told)
        {
            var account = await suite.Client("scoring").CreditAccounts.GetCreditAccountAsync(
                new() { CustomerId = customer });
            var exposure = account.ExposuresByCurrency.Single();
            Number(exposure.Receivable.Value).ShouldBe(documents.Sum(d => Number(d.Amount.Amount)), customer);
            var reserved = traffic.Orders.Values.Count(v => v.CustomerId == customer) * 10m;
            Number(exposure.Reserved?.Value ?? "0").ShouldBeGreaterThanOrEqualTo(reserved, customer);
        }
    }

    private async Task TheAuditVerifiesAsync()
    {
        foreach (var service in suite.Services)
        {
            var client = suite.Client(service);
            var request = new VerifyAuditRequest();
            var answer = service switch
            {
                "intake" => await client.IntakeAudit.VerifyAuditAsync(request),
                "scoring" => await client.ScoringAudit.VerifyAuditAsync(request),
                "monitoring" => await client.MonitoringAudit.VerifyAuditAsync(request),
                _ => await client.AlertingAudit.VerifyAuditAsync(request),
            };
            answer.Intact.ShouldBeTrue($"{service}: {answer}");
            answer.UnsealedEntries.ShouldBe(0, service);
        }
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
