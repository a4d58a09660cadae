using System.Collections.Concurrent;
using System.Globalization;
using Grpc.Core;
using Risk.Intake.V1;
using Risk.Scoring.V1;

namespace Risk.EndToEnd.Tests.Processes;

/// <summary>
/// Callers who record documents and check orders whatever happens to the suite, and remember what was acknowledged.
/// </summary>
internal sealed class Traffic(ProcessSuite suite)
{
    private const int Customers = 12;
    private const int Callers = 3;
    private static readonly TimeSpan ComeBackMax = TimeSpan.FromSeconds(60);

    private readonly string run = Guid.CreateVersion7().ToString("n")[..12];
    private CancellationTokenSource stop = new();
    private Task[] callers = [];

    public IReadOnlyList<string> CustomerIds { get; private set; } = [];

    /// <summary>By the id of the request.</summary>
    public ConcurrentDictionary<string, string> Documents { get; } = new(StringComparer.Ordinal);

    /// <summary>By the id of the request, since the traffic began anew.</summary>
    public ConcurrentDictionary<string, OrderVerdict> Orders { get; } = new(StringComparer.Ordinal);

    public async Task RegisterCustomersAsync() =>
        CustomerIds = await Task.WhenAll(Enumerable.Range(0, Customers).Select(async number =>
        {
            var registered = await suite.Client("intake").Customers.RegisterCustomerAsync(new()
            {
                Customer = new()
                {
                    LegalName = $"Fault Works {number} GmbH",
                    CountryCode = "DE",
                    Status = CustomerStatus.Active,
                },
                RequestId = $"{run}-{number}",
            });
            return registered.Customer.CustomerId;
        }));

    /// <summary>Until each customer has a limit that no order meets.</summary>
    public Task GrantAsync() => Eventually.HoldsAsync(() => Task.WhenAll(CustomerIds.Select(async customer =>
        await suite.Client("scoring").CreditAccounts.ChangeCreditAccountAsync(new()
        {
            CustomerId = customer,
            CreditAccount = new() { CurrencyCode = "EUR", Limit = new() { Amount = "100000", CurrencyCode = "EUR" } },
            UpdateMask = new() { Paths = { "currency_code", "limit" } },
            Reason = "so that nothing is held",
        }))));

    public void Begin()
    {
        Orders.Clear();
        stop = new();
        callers = [.. Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(caller, stop.Token)))];
    }

    /// <summary>Until so many more documents and orders are acknowledged: the suite is there, or there again.</summary>
    public async Task AcknowledgeAsync(int more)
    {
        var (documents, orders) = (Documents.Count + more, Orders.Count + more);
        using var patience = new CancellationTokenSource(ComeBackMax);
        while (Documents.Count < documents || Orders.Count < orders)
            await Task.Delay(20, patience.Token);
    }

    public async Task EndAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(callers);
        stop.Dispose();
    }

    public static CheckOrderRequest OrderOf(string id, string customer) => new()
    {
        RequestId = id,
        CustomerId = customer,
        OrderRef = new() { System = "orders", Id = id },
        Amount = new() { Amount = "10", CurrencyCode = "EUR" },
        AsOfDate = new() { Value = "2024-01-15" },
        ReservationSeconds = 86_400,
    };

    private async Task CallAsync(int caller, CancellationToken ct)
    {
        for (var turn = 0; !ct.IsCancellationRequested; turn++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{Guid.CreateVersion7():n}-{caller}");
            var customer = CustomerIds[(caller + turn) % Customers];
            try
            {
                var recorded = await suite.Client("intake").Documents.RecordDocumentAsync(
                    new() { Document = DocumentOf(id, customer), RequestId = id }, cancellationToken: ct);
                Documents[id] = recorded.Document.DocumentId;
                var verdict = await suite.Client("scoring").Orders.CheckOrderAsync(
                    OrderOf(id, customer), cancellationToken: ct);
                // While facts are on their way it may say that it cannot tell.
                if (verdict.Outcome == OrderOutcome.Approved)
                    Orders[id] = verdict;
            }
            catch (RpcException lost) when (lost.StatusCode is not StatusCode.InvalidArgument)
            {
                await Task.Delay(50, CancellationToken.None);
            }
        }
    }

    private static Document DocumentOf(string id, string customer) => new()
    {
        CustomerId = customer,
        Kind = DocumentKind.Invoice,
        ExternalRef = new() { System = "traffic", Id = id },
        Amount = new() { Amount = "7.5", CurrencyCode = "EUR" },
        IssuedOn = new() { Value = "2024-01-10" },
        DueOn = new() { Value = "2024-02-10" },
    };
}
