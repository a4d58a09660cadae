using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Risk.Intake.V1;
using Risk.Testing;

namespace Risk.Scoring.Tests.CustomerFacts;

/// <summary>A customer of a test's own, and the events by which intake tells of it.</summary>
internal sealed class IntakeFacts(ServiceFixture<ScoringService> scoring)
{
    private int documents;

    public string Id { get; } = Guid.CreateVersion7().ToString();

    public DateOnly Today => DateOnly.FromDateTime(scoring.Clock.GetUtcNow().UtcDateTime);

    public static async Task<IntakeFacts> OfRegistered(
        ServiceFixture<ScoringService> scoring, Action<Customer>? with = null)
    {
        var facts = new IntakeFacts(scoring);
        await facts.Deliver(new CustomerRegistered { Customer = facts.Customer(with) });
        return facts;
    }

    public Customer Customer(Action<Customer>? with = null)
    {
        var customer = new Customer
        {
            CustomerId = Id,
            LegalName = "Hanwell Trading " + Id[^6..],
            CountryCode = "CN",
            Industry = new() { IsicSection = "C", Gbt4754Code = "C3912" },
            Status = CustomerStatus.Active,
            CustomerSince = Day(Today.AddYears(-6)),
            ChangedAt = Timestamp.FromDateTimeOffset(scoring.Clock.GetUtcNow()),
        };
        with?.Invoke(customer);
        return customer;
    }

    public Task<string> Deliver(Google.Protobuf.IMessage fact) => scoring.DeliverAsync("intake", Id, fact);

    public Task<string> Change(Action<Customer> with) => Deliver(new CustomerChanged { Customer = Customer(with) });

    public Task<string> Record(params Document[] recorded) =>
        Deliver(new DocumentsRecorded { CustomerId = Id, Documents = { recorded } });

    public Document Invoice(string name, string amount, int issuedDaysAgo, int dueDaysAgo)
    {
        var invoice = Of(DocumentKind.Invoice, name, amount, issuedDaysAgo);
        invoice.DueOn = Day(Today.AddDays(-dueDaysAgo));
        return invoice;
    }

    public Document Payment(string invoice, string amount, int daysAgo)
    {
        var payment = Of(DocumentKind.Payment, $"P{++documents}", amount, daysAgo);
        payment.Links.Add(new DocumentLink
        {
            ExternalRef = new() { System = "erp", Id = invoice },
            Kind = DocumentKind.Invoice,
        });
        return payment;
    }

    public Document Of(DocumentKind kind, string name, string amount, int daysAgo) => new()
    {
        DocumentId = Guid.CreateVersion7().ToString(),
        CustomerId = Id,
        Kind = kind,
        ExternalRef = new() { System = "erp", Id = name },
        Amount = new() { Amount = amount, CurrencyCode = "CNY" },
        IssuedOn = Day(Today.AddDays(-daysAgo)),
        RecordedAt = Timestamp.FromDateTimeOffset(scoring.Clock.GetUtcNow()),
    };

    public Statement Statement(int endedDaysAgo, string currentAssets = "150", string currentLiabilities = "100") =>
        new()
        {
            StatementId = Guid.CreateVersion7().ToString(),
            CustomerId = Id,
            PeriodStart = Day(Today.AddDays(-endedDaysAgo - 364)),
            PeriodEnd = Day(Today.AddDays(-endedDaysAgo)),
            CurrencyCode = "CNY",
            AuditOpinion = AuditOpinion.Unqualified,
            BalanceSheet = new()
            {
                CurrentAssets = new() { Value = currentAssets },
                CurrentLiabilities = new() { Value = currentLiabilities },
            },
            RecordedAt = Timestamp.FromDateTimeOffset(scoring.Clock.GetUtcNow()),
        };

    public static Types.V1.Date Day(DateOnly day) =>
        new() { Value = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };
}
