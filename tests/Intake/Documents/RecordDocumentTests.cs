using Grpc.Core;
using Risk.Intake.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Documents;

[Collection(IntakeCollection.Name)]
public sealed class RecordDocumentTests(ServiceFixture<IntakeService> service)
{
    [Fact]
    public async Task A_recorded_document_is_kept_with_all_its_fields_and_told_of()
    {
        var customer = await Given.CustomerAsync(service);
        var given = Given.Invoice(customer, "1130.00");
        given.NetAmount = new() { Amount = "1000", CurrencyCode = "CNY" };
        given.Terms = new() { NetDays = 30, EndOfMonth = true, Method = PaymentMethod.BankDraft, Code = "Z030" };
        given.RetentionAmount = new() { Amount = "50", CurrencyCode = "CNY" };
        given.RetentionDueOn = new() { Value = "2026-01-31" };
        given.Links.Add(new DocumentLink
        {
            ExternalRef = new() { System = "erp", Id = "so-later" },
            Kind = DocumentKind.Order,
            Amount = new() { Amount = "1130", CurrencyCode = "CNY" },
        });

        var answer = await service.Client.Documents.RecordDocumentAsync(new() { Document = given });

        var kept = await service.Client.Documents.GetDocumentAsync(new() { DocumentId = answer.Document.DocumentId });
        kept.ShouldBe(answer.Document);
        kept.NetAmount.Amount.ShouldBe("1000.00");
        kept.Terms.ShouldBe(given.Terms);
        kept.Links.ShouldHaveSingleItem().ExternalRef.Id.ShouldBe("so-later");
        var fact = (await service.PublishedAsync<DocumentsRecorded>(customer.CustomerId)).ShouldHaveSingleItem();
        fact.Documents.ShouldHaveSingleItem().ShouldBe(kept);
        answer.Position.ShouldStartWith("intake.");
    }

    [Fact]
    public async Task An_invoice_in_instalments_is_kept_and_told_of_with_them()
    {
        var customer = await Given.CustomerAsync(service);
        var given = Given.Invoice(customer, "100.00");
        given.DueOn = null;
        given.Instalments.Add([Instalment("2025-02-28", "40"), Instalment("2025-03-31", "60")]);

        var answer = await service.Client.Documents.RecordDocumentAsync(new() { Document = given });
        var payment = PaymentOf(customer, answer.Document.DocumentId);
        payment.Links[0].Instalment = 2;
        await service.Client.Documents.RecordDocumentAsync(new() { Document = payment });
        payment.ExternalRef.Id = Given.Unique("pay");
        payment.Links[0].Instalment = 3;
        var refused = await RefusedAsync(payment);

        answer.Document.DueOn.Value.ShouldBe("2025-02-28");
        answer.Document.Instalments.Select(i => (i.DueOn.Value, i.Amount.Amount))
            .ShouldBe([("2025-02-28", "40.00"), ("2025-03-31", "60.00")]);
        (await service.Client.Documents.GetDocumentAsync(new() { DocumentId = answer.Document.DocumentId }))
            .ShouldBe(answer.Document);
        var told = (await service.PublishedAsync<DocumentsRecorded>(customer.CustomerId)).SelectMany(t => t.Documents);
        told.Select(d => d.Instalments.Count + d.Links.Sum(l => l.Instalment)).ShouldBe([2, 2]);
        (refused.Reason, refused.Fields[0]).ShouldBe(("NO_SUCH_INSTALMENT", "document.links[0].instalment"));
    }

    [Fact]
    public async Task Instalments_that_do_not_add_up_are_refused_by_the_field()
    {
        var given = Given.Invoice(await Given.CustomerAsync(service), "100.00");
        given.DueOn = null;
        given.Instalments.Add([Instalment("2025-02-28", "40"), Instalment("2025-01-01", "70")]);

        var refused = await RefusedAsync(given);

        refused.Fields.ShouldBe(
            ["document.instalments[1].due_on", "document.instalments[1].due_on", "document.instalments"]);
    }

    [Fact]
    public async Task A_clearing_links_a_payment_with_an_invoice_and_its_links_by_id_name_their_kinds()
    {
        var customer = await Given.CustomerAsync(service);
        var invoice = await service.Client.Documents.RecordDocumentAsync(new() { Document = Given.Invoice(customer) });
        var clearing = Given.Invoice(customer);
        (clearing.Kind, clearing.DueOn) = (DocumentKind.Clearing, null);
        clearing.Links.Add(new DocumentLink { DocumentId = invoice.Document.DocumentId });
        clearing.Links.Add(new DocumentLink
        {
            ExternalRef = new() { System = "erp", Id = "pay-later" },
            Kind = DocumentKind.Payment,
        });

        var refused = await RefusedAsync(clearing);
        clearing.Links[0].Kind = DocumentKind.Invoice;
        var recorded = await service.Client.Documents.RecordDocumentAsync(new() { Document = clearing });

        refused.Fields.ShouldBe(["document.links[0].kind"]);
        recorded.Document.Kind.ShouldBe(DocumentKind.Clearing);
    }

    [Fact]
    public async Task A_day_of_another_century_is_a_slip_of_the_pen()
    {
        var invoice = Given.Invoice(await Given.CustomerAsync(service));
        (invoice.IssuedOn, invoice.DueOn) = (new() { Value = "2206-01-15" }, null);

        (await RefusedAsync(invoice)).Reason.ShouldBe("IN_THE_FUTURE");
    }

    [Fact]
    public async Task A_customer_may_be_named_as_another_system_does()
    {
        var customer = await Given.CustomerAsync(service);
        var given = Given.Invoice(customer);
        (given.CustomerId, given.CustomerRef) = ("", customer.ExternalRefs[0]);

        var answer = await service.Client.Documents.RecordDocumentAsync(new() { Document = given });

        answer.Document.CustomerId.ShouldBe(customer.CustomerId);
    }

    [Fact]
    public async Task The_same_reference_and_kind_is_refused_and_another_kind_is_not()
    {
        var customer = await Given.CustomerAsync(service);
        var invoice = Given.Invoice(customer);
        await service.Client.Documents.RecordDocumentAsync(new() { Document = invoice });

        (await RefusedAsync(invoice)).Code.ShouldBe(StatusCode.AlreadyExists);
        var payment = invoice.Clone();
        payment.Kind = DocumentKind.Payment;
        await service.Client.Documents.RecordDocumentAsync(new() { Document = payment });
    }

    [Fact]
    public async Task Of_twenty_at_once_with_one_reference_exactly_one_is_recorded()
    {
        var customer = await Given.CustomerAsync(service);
        var invoice = Given.Invoice(customer);
        var recorded = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            try
            {
                await service.Client.Documents.RecordDocumentAsync(new() { Document = invoice });
                return true;
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.AlreadyExists)
            {
                return false;
            }
        }));

        recorded.Count(r => r).ShouldBe(1);
        (await service.PublishedAsync<DocumentsRecorded>(customer.CustomerId)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_repeated_request_gets_the_first_answer_and_records_once()
    {
        var customer = await Given.CustomerAsync(service);
        var request = new RecordDocumentRequest { Document = Given.Invoice(customer), RequestId = Given.Unique("r") };

        var first = await service.Client.Documents.RecordDocumentAsync(request);
        (await service.Client.Documents.RecordDocumentAsync(request)).ShouldBe(first);

        (await service.PublishedAsync<DocumentsRecorded>(customer.CustomerId)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_link_by_id_is_to_a_document_of_the_same_customer()
    {
        var (customer, other) = (await Given.CustomerAsync(service), await Given.CustomerAsync(service));
        var own = await service.Client.Documents.RecordDocumentAsync(new() { Document = Given.Invoice(customer) });
        var foreign = await service.Client.Documents.RecordDocumentAsync(new() { Document = Given.Invoice(other) });

        await service.Client.Documents.RecordDocumentAsync(
            new() { Document = PaymentOf(customer, own.Document.DocumentId) });
        var refused = await RefusedAsync(PaymentOf(customer, foreign.Document.DocumentId));

        refused.Reason.ShouldBe("LINKED_DOCUMENT_NOT_FOUND");
        refused.Fields.ShouldBe(["document.links[0].document_id"]);
    }

    [Fact]
    public async Task A_link_by_id_to_a_kind_that_cannot_be_settled_is_refused()
    {
        var customer = await Given.CustomerAsync(service);
        var order = Given.Invoice(customer);
        (order.Kind, order.DueOn) = (DocumentKind.Order, null);
        var recorded = await service.Client.Documents.RecordDocumentAsync(new() { Document = order });

        (await RefusedAsync(PaymentOf(customer, recorded.Document.DocumentId))).Reason.ShouldBe("KIND_CANNOT_FOLLOW");
    }

    [Fact]
    public async Task An_invoice_without_due_day_is_due_by_its_terms()
    {
        var customer = await Given.CustomerAsync(service);
        var invoice = Given.Invoice(customer);
        (invoice.DueOn, invoice.Terms) = (null, new() { NetDays = 60, EndOfMonth = true });
        invoice.IssuedOn.Value = "2024-01-15";

        var answer = await service.Client.Documents.RecordDocumentAsync(new() { Document = invoice });

        answer.Document.DueOn.Value.ShouldBe("2024-03-31");
    }

    [Fact]
    public async Task An_unknown_customer_is_not_found_by_either_name()
    {
        var invoice = Given.Invoice(new() { CustomerId = Guid.CreateVersion7().ToString() });
        (await RefusedAsync(invoice)).Code.ShouldBe(StatusCode.NotFound);

        (invoice.CustomerId, invoice.CustomerRef) = ("", new() { System = "erp", Id = "nobody" });
        (await RefusedAsync(invoice)).Code.ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task An_amount_is_kept_to_its_last_digit()
    {
        var customer = await Given.CustomerAsync(service);
        var given = Given.Invoice(customer, "12.3456");
        var answer = await service.Client.Documents.RecordDocumentAsync(new() { Document = given });

        answer.Document.Amount.Amount.ShouldBe("12.3456");
        (await service.SqlAsync<decimal>("SELECT amount FROM documents WHERE document_id = $1",
            Guid.Parse(answer.Document.DocumentId))).ShouldBe(12.3456m);
    }

    private Task<Refused> RefusedAsync(Document document) =>
        Refused.ByAsync(service.Client.Documents.RecordDocumentAsync(new() { Document = document }));

    private static Document PaymentOf(Customer customer, string documentId)
    {
        var payment = Given.Invoice(customer);
        (payment.Kind, payment.DueOn) = (DocumentKind.Payment, null);
        payment.Links.Add(new DocumentLink { DocumentId = documentId });
        return payment;
    }

    private static Instalment Instalment(string dueOn, string amount) =>
        new() { DueOn = new() { Value = dueOn }, Amount = new() { Amount = amount, CurrencyCode = "CNY" } };
}
