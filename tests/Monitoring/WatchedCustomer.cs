using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Risk.Intake.V1;
using Risk.Monitoring.V1;
using Risk.Scoring.V1;
using Risk.ServiceDefaults.Events;
using Risk.Testing;

namespace Risk.Monitoring.Tests;

/// <summary>A customer of a test's own, and the events by which intake and scoring tell of it.</summary>
internal sealed class WatchedCustomer(ServiceFixture<MonitoringService> monitoring)
{
    private int documents;

    public string Id { get; } = Guid.CreateVersion7().ToString();

    public string Currency { get; init; } = "CNY";

    public DateOnly Today => DateOnly.FromDateTime(monitoring.Clock.GetUtcNow().UtcDateTime);

    public static async Task<WatchedCustomer> Registered(
        ServiceFixture<MonitoringService> monitoring, Action<Customer>? with = null)
    {
        var customer = new WatchedCustomer(monitoring);
        await customer.Intake(new CustomerRegistered { Customer = customer.Customer(with) });
        return customer;
    }

    public Customer Customer(Action<Customer>? with = null)
    {
        var customer = new Customer
        {
            CustomerId = Id,
            LegalName = "Eastmoor Fittings " + Id[^6..],
            CountryCode = "CN",
            Status = CustomerStatus.Active,
            ChangedAt = Timestamp.FromDateTimeOffset(monitoring.Clock.GetUtcNow()),
        };
        with?.Invoke(customer);
        return customer;
    }

    public Task Intake(params IMessage[] facts) => Deliver("intake", facts);

    public Task Scoring(params IMessage[] facts) => Deliver("scoring", facts);

    public Task Record(params Document[] recorded) => Intake(Recorded(recorded));

    public DocumentsRecorded Recorded(params Document[] recorded) =>
        new() { CustomerId = Id, Documents = { recorded } };

    public CreditAccountChanged Limit(string limit) => new()
    {
        CreditAccount = new()
        {
            CustomerId = Id,
            CurrencyCode = Currency,
            Limit = new() { Amount = limit, CurrencyCode = Currency },
            ChangedAt = Timestamp.FromDateTimeOffset(monitoring.Clock.GetUtcNow()),
        },
        ChangedFields = { "limit" },
    };

    public ExposureChanged Owes(params (string Currency, string Amount)[] exposures) => new()
    {
        CustomerId = Id,
        ExposuresByCurrency =
        {
            exposures.Select(e => new Exposure
            {
                CurrencyCode = e.Currency,
                Receivable = new() { Value = e.Amount },
                Total = new() { Value = e.Amount },
            }),
        },
    };

    public GradeChanged Graded(Grade grade, Grade former = Grade.Unspecified) =>
        new() { CustomerId = Id, Grade = grade, FormerGrade = former };

    public Document Invoice(string name, string amount, int issuedDaysAgo, int dueDaysAgo)
    {
        var invoice = Of(DocumentKind.Invoice, name, amount, issuedDaysAgo);
        invoice.DueOn = Day(Today.AddDays(-dueDaysAgo));
        return invoice;
    }

    public Document Payment(string amount, int daysAgo, params string[] invoices) =>
        On(DocumentKind.Payment, $"P{++documents}", amount, daysAgo,
            [.. invoices.Select(i => (DocumentKind.Invoice, i))]);

    public Document On(
        DocumentKind kind, string name, string amount, int daysAgo, params (DocumentKind Kind, string Name)[] links)
    {
        var document = Of(kind, name, amount, daysAgo);
        document.Links.Add(links.Select(l => new DocumentLink
        {
            Kind = l.Kind,
            ExternalRef = new() { System = "erp", Id = l.Name },
        }));
        return document;
    }

    public Document Of(DocumentKind kind, string name, string amount, int daysAgo) => new()
    {
        DocumentId = Guid.CreateVersion7().ToString(),
        CustomerId = Id,
        Kind = kind,
        ExternalRef = new() { System = "erp", Id = name },
        Amount = new() { Amount = amount, CurrencyCode = Currency },
        IssuedOn = Day(Today.AddDays(-daysAgo)),
        RecordedAt = Timestamp.FromDateTimeOffset(monitoring.Clock.GetUtcNow()),
    };

    public static Types.V1.Date Day(DateOnly day) =>
        new() { Value = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };

    /// <summary>By name, value and the value 30 days ago: <c>overdue_share 0.5 (0)</c>; those that are known.</summary>
    public async Task<Dictionary<string, string>> Indicators() =>
        (await monitoring.Client.Indicators.ListIndicatorsAsync(new() { CustomerId = Id })).Indicators
            .Where(i => i.Value is not null)
            .ToDictionary(i => i.Indicator_, i => i.Value30DaysAgo is null
                ? i.Value.Value
                : $"{i.Value.Value} ({i.Value30DaysAgo.Value})", StringComparer.Ordinal);

    public async Task<IReadOnlyList<Warning>> Warnings(WarningState state = WarningState.Open) =>
        (await monitoring.Client.Warnings.ListWarningsAsync(new() { CustomerId = Id, State = state })).Warnings;

    private Task Deliver(string producer, IMessage[] facts) => monitoring.Services.GetRequiredService<EventInbox>()
        .ApplyAllAsync(producer, facts.Select(fact => (Id, fact)));
}
