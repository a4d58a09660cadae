using Grpc.Core;
using Risk.Intake.Documents.Rules;
using Risk.Intake.V1;
using Risk.Testing;
using Shouldly;
using Xunit;
using Role = Risk.ServiceDefaults.Identity.Role;

namespace Risk.Intake.Tests.Documents.Rules;

[Collection(IntakeCollection.Name)]
public sealed class RecorderRulesTests(ServiceFixture<IntakeService> service)
{
    [Theory]
    [InlineData(DocumentKind.Order, true)]
    [InlineData(DocumentKind.OrderChanged, true)]
    [InlineData(DocumentKind.Delivery, true)]
    [InlineData(DocumentKind.Invoice, true)]
    [InlineData(DocumentKind.OrderClosed, true)]
    [InlineData(DocumentKind.Dispute, true)]
    [InlineData(DocumentKind.DisputeResolved, true)]
    [InlineData(DocumentKind.CreditNote, false)]
    [InlineData(DocumentKind.Payment, false)]
    [InlineData(DocumentKind.Advance, false)]
    [InlineData(DocumentKind.Draft, false)]
    [InlineData(DocumentKind.DraftHonoured, false)]
    [InlineData(DocumentKind.DraftDishonoured, false)]
    [InlineData(DocumentKind.WriteOff, false)]
    [InlineData(DocumentKind.Reversal, false)]
    [InlineData(DocumentKind.Clearing, false)]
    [InlineData(DocumentKind.DeliveryClosed, false)]
    public void Sales_records_business_and_not_what_lowers_the_debt_of_its_customer(DocumentKind kind, bool isAllowed)
    {
        RecorderRules.MayRecord(Role.Sales, kind).ShouldBe(isAllowed);
        RecorderRules.MayRecord(Role.Sales | Role.Finance, kind).ShouldBeTrue();
        RecorderRules.MayRecord(Role.Integrator, kind).ShouldBeTrue();
    }

    [Fact]
    public async Task A_payment_that_sales_records_is_denied_and_leaves_nothing()
    {
        var customer = await Given.CustomerAsync(service);
        using var sales = await Given.SomebodyAsync(service, V1.Role.Sales);
        var payment = Given.Invoice(customer);
        (payment.Kind, payment.DueOn) = (DocumentKind.Payment, null);

        var refused = await Refused.ByAsync(sales.Documents.RecordDocumentAsync(new() { Document = payment }));
        await sales.Documents.RecordDocumentAsync(new() { Document = Given.Invoice(customer) });

        (refused.Code, refused.Reason).ShouldBe((StatusCode.PermissionDenied, "ROLE_MISSING"));
        (await service.Client.Documents.ListDocumentsAsync(new() { CustomerId = customer.CustomerId }))
            .Documents.ShouldHaveSingleItem().Kind.ShouldBe(DocumentKind.Invoice);
    }
}
