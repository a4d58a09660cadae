using Risk.Intake.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Documents;

[Collection(IntakeCollection.Name)]
public sealed class ListDocumentsTests(ServiceFixture<IntakeService> service)
{
    [Fact]
    public async Task Pages_hold_every_document_once_in_the_order_of_recording()
    {
        var customer = await Given.CustomerAsync(service);
        var recorded = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            recorded.Add((await service.Client.Documents.RecordDocumentAsync(
                new() { Document = Given.Invoice(customer) })).Document.DocumentId);
        }

        var listed = new List<string>();
        var token = "";
        do
        {
            var page = await service.Client.Documents.ListDocumentsAsync(
                new() { CustomerId = customer.CustomerId, PageSize = 3, PageToken = token });
            listed.AddRange(page.Documents.Select(d => d.DocumentId));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        listed.ShouldBe(recorded);
    }

    [Fact]
    public async Task Documents_are_found_by_kind_and_by_reference()
    {
        var customer = await Given.CustomerAsync(service);
        var invoice = await service.Client.Documents.RecordDocumentAsync(new() { Document = Given.Invoice(customer) });
        var order = Given.Invoice(customer);
        (order.Kind, order.DueOn) = (DocumentKind.Order, null);
        await service.Client.Documents.RecordDocumentAsync(new() { Document = order });
        var reference = invoice.Document.ExternalRef;

        foreach (var request in (ListDocumentsRequest[])
        [
            new() { CustomerId = customer.CustomerId, Kind = DocumentKind.Invoice },
            new() { ExternalSystem = reference.System, ExternalId = reference.Id },
        ])
        {
            (await service.Client.Documents.ListDocumentsAsync(request))
                .Documents.ShouldHaveSingleItem().ShouldBe(invoice.Document);
        }
    }
}
