using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Risk.Client;
using Risk.Intake.V1;
using Risk.Scoring.Ledger;
using Risk.Scoring.V1;
using Risk.Testing;
using Risk.Types.V1;
using Shouldly;

namespace Risk.Scoring.Tests;

/// <summary>A customer of a test's own, what intake tells of it, and its account.</summary>
internal sealed class Buyer(ServiceFixture<ScoringService> scoring)
{
    public string Id { get; } = Guid.CreateVersion7().ToString();

    public string Currency { get; private set; } = "CNY";

    public DateOnly Today => DateOnly.FromDateTime(scoring.Clock.GetUtcNow().UtcDateTime);

    /// <summary>Registered, with a limit that one person may grant.</summary>
    public static async Task<Buyer> WithLimit(
        ServiceFixture<ScoringService> scoring, decimal limit, string currency = "CNY", Action<Customer>? with = null)
    {
        var buyer = new Buyer(scoring) { Currency = currency };
        await buyer.Deliver(new CustomerRegistered { Customer = buyer.Customer(with) });
        if (limit > 0)
            await buyer.Grant(limit);
        return buyer;
    }

    public Customer Customer(Action<Customer>? with = null)
    {
        var customer = new Customer
        {
            CustomerId = Id,
            LegalName = "Northgate Tools " + Id[^6..],
            CountryCode = Currency == "CNY" ? "CN" : "US",
            Status = CustomerStatus.Active,
            ChangedAt = Timestamp.FromDateTimeOffset(scoring.Clock.GetUtcNow()),
        };
        with?.Invoke(customer);
        return customer;
    }

    public Task<string> Deliver(Google.Protobuf.IMessage fact) => scoring.DeliverAsync("intake", Id, fact);

    public Task<string> Change(Action<Customer> with) => Deliver(new CustomerChanged { Customer = Customer(with) });

    public Task<string> Record(params Document[] documents) =>
        Deliver(new DocumentsRecorded { CustomerId = Id, Documents = { documents } });

    public Document Document(
        DocumentKind kind, string name, decimal amount, params (DocumentKind Kind, string Name)[] links) =>
        new()
        {
            DocumentId = Guid.CreateVersion7().ToString(),
            CustomerId = Id,
            Kind = kind,
            ExternalRef = new() { System = "erp", Id = name },
            Amount = Amounts.ToMoney(amount, Currency),
            IssuedOn = Amounts.ToContract(Today),
            RecordedAt = Timestamp.FromDateTimeOffset(scoring.Clock.GetUtcNow()),
            Links =
            {
                links.Select(l => new DocumentLink
                {
                    Kind = l.Kind,
                    ExternalRef = new() { System = "erp", Id = l.Name },
                }),
            },
        };

    public Document Invoice(string name, decimal amount, int dueDaysAgo = -30)
    {
        var invoice = Document(DocumentKind.Invoice, name, amount);
        invoice.IssuedOn = Amounts.ToContract(Today.AddDays(-dueDaysAgo - 30));
        invoice.DueOn = Amounts.ToContract(Today.AddDays(-dueDaysAgo));
        return invoice;
    }

    public Document Payment(string name, decimal amount, params string[] invoices) =>
        Document(DocumentKind.Payment, name, amount, [.. invoices.Select(i => (DocumentKind.Invoice, i))]);

    /// <summary>Paid in advance for an order.</summary>
    public Document Advance(string name, decimal amount, string order) =>
        Document(DocumentKind.Advance, name, amount, (DocumentKind.Order, order));

    /// <summary>The grade that counts from today on.</summary>
    public Task<int> Graded(Grade grade) => scoring.SqlAsync(
        """
        INSERT INTO scores (customer_id, score_id, as_of_day, as_of, scored_at, trigger, model, model_version, points,
            probability_of_default, model_grade, grade, confidence, explanation)
        VALUES ($1, $2, $3, $4, $4, 1, 'm', 1, 500, 0.1, $5, $5, 1, '')
        """, Guid.Parse(Id), Guid.CreateVersion7(), Today, scoring.Clock.GetUtcNow().UtcDateTime, (short)grade);

    /// <summary>A statement of the year that ended three months ago.</summary>
    public Task<string> File(string equity, string currentAssets, string currentLiabilities) =>
        Deliver(new StatementFiled
        {
            Statement = new()
            {
                StatementId = Guid.CreateVersion7().ToString(),
                CustomerId = Id,
                PeriodStart = Amounts.ToContract(Today.AddMonths(-15)),
                PeriodEnd = Amounts.ToContract(Today.AddMonths(-3)),
                CurrencyCode = Currency,
                BalanceSheet = new()
                {
                    Equity = new() { Value = equity },
                    CurrentAssets = new() { Value = currentAssets },
                    CurrentLiabilities = new() { Value = currentLiabilities },
                },
            },
        });

    public async Task<ChangeCreditAccountResponse> Grant(decimal limit) =>
        await Change(new CreditAccount { CurrencyCode = Currency, Limit = Money(limit) }, "currency_code", "limit");

    public async Task<ChangeCreditAccountResponse> Change(CreditAccount account, params string[] fields) =>
        await scoring.Client.CreditAccounts.ChangeCreditAccountAsync(new()
        {
            CustomerId = Id,
            CreditAccount = account,
            UpdateMask = new() { Paths = { fields } },
            Reason = "agreed",
        });

    public async Task<CreditAccount> Account(DateOnly? asOf = null) =>
        await scoring.Client.CreditAccounts.GetCreditAccountAsync(new()
        {
            CustomerId = Id,
            AsOfDate = asOf is { } day ? Amounts.ToContract(day) : null,
        });

    public CheckOrderRequest Order(decimal amount, string name = "", string currency = "") => new()
    {
        CustomerId = Id,
        Amount = Amounts.ToMoney(amount, currency.Length > 0 ? currency : Currency),
        OrderRef = name.Length > 0 ? new ExternalRef { System = "erp", Id = name } : null,
    };

    public async Task<OrderVerdict> Check(decimal amount, string name = "", RiskClient? by = null) =>
        await (by ?? scoring.Client).Orders.CheckOrderAsync(Order(amount, name));

    public async Task<Reservation> Confirm(OrderVerdict verdict, string name, decimal? amount = null) =>
        await scoring.Client.Reservations.ConfirmReservationAsync(new()
        {
            ReservationId = verdict.Reservation.ReservationId,
            OrderRef = new() { System = "erp", Id = name },
            Amount = amount is { } part ? Money(part) : null,
        });

    public Money Money(decimal amount) => Amounts.ToMoney(amount, Currency);

    /// <summary>The stages that are not 0, for example <c>orders 40, receivable 60</c>.</summary>
    public async Task<string> Exposure()
    {
        var account = await Account();
        return account.ExposuresByCurrency.SingleOrDefault(e => e.CurrencyCode == Currency) is { } exposure
            ? Said(exposure)
            : "";
    }

    public static string Said(Scoring.V1.Exposure exposure) => string.Join(", ",
        new (string Stage, Types.V1.Decimal Amount)[]
        {
            ("reserved", exposure.Reserved), ("orders", exposure.OpenOrders), ("delivered", exposure.Delivered),
            ("receivable", exposure.Receivable), ("drafts", exposure.Drafts), ("unallocated", exposure.Unallocated),
            ("disputed", exposure.Disputed),
        }
        .Select(s => (s.Stage, Amount: decimal.Parse(s.Amount.Value, CultureInfo.InvariantCulture)))
        .Where(s => s.Amount != 0)
        .Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Stage} {s.Amount:0.####}")));

    /// <summary>What is kept is what the documents give, and no transfer is lost on the way.</summary>
    public async Task LedgerHolds()
    {
        var database = scoring.Services.GetRequiredService<NpgsqlDataSource>();
        await using var connection = await database.OpenConnectionAsync();
        (await ReplayCheck.OfAsync(connection, Guid.Parse(Id), CancellationToken.None)).Differences.ShouldBeEmpty();
    }

    /// <summary>A client that calls as another person.</summary>
    public static async Task<RiskClient> SomebodyElse(
        ServiceFixture<ScoringService> scoring, string owner, params Intake.V1.Role[] roles) =>
        scoring.ClientWith(await KeyOf(scoring, owner, roles));

    public static async Task<string> KeyOf(
        ServiceFixture<ScoringService> scoring, string owner, params Intake.V1.Role[] roles)
    {
        var id = Guid.CreateVersion7().ToString("n");
        var key = $"rk_{id}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
        await scoring.DeliverAsync("intake", id, new CredentialChanged
        {
            ApiKeyId = id,
            SecretSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))),
            Name = owner,
            Owner = owner,
            Roles = { roles },
        });
        return key;
    }
}
