using Grpc.Core;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Documents;

[Collection(IntakeCollection.Name)]
public sealed class GetDocumentTests(ServiceFixture<IntakeService> service)
{
    [Fact]
    public async Task A_document_is_returned_by_its_id()
    {
        var customer = await Given.CustomerAsync(service);
        var answer = await service.Client.Documents.RecordDocumentAsync(new() { Document = Given.Invoice(customer) });

        (await service.Client.Documents.GetDocumentAsync(new() { DocumentId = answer.Document.DocumentId }))
            .ShouldBe(answer.Document);
    }

    [Fact]
    public async Task An_id_of_none_is_not_found() =>
        (await Refused.ByAsync(service.Client.Documents.GetDocumentAsync(
            new() { DocumentId = Guid.CreateVersion7().ToString() }))).Code.ShouldBe(StatusCode.NotFound);
}
