using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Risk.Intake.V1;
using Risk.Scoring.V1;
using Risk.Types.V1;
using Shouldly;
using Xunit;

namespace Risk.EndToEnd.Tests.Suite;

/// <summary>
/// The suite, or its database, is killed in the middle of an import and a stream of orders: what was acknowledged is
/// there once, the exposure is what the documents say, and the records verify.
/// </summary>
public sealed class KilledInTheMiddleTests : IAsyncLifetime
{
    private const int Customers = 20;
    private const int Invoices = 4_000;
    private const int PieceBytes = 8 * 1024;

    private static readonly TimeSpan ComeBackMax = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, string> acknowledgedDocuments = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, OrderVerdict> acknowledgedOrders = new(StringComparer.Ordinal);
    private readonly byte[] invoices = InvoicesFile();
    private StandaloneSuite suite = null!;
    private IReadOnlyList<string> customerIds = [];

    public async Task InitializeAsync()
    {
        suite = await StandaloneSuite.StartAsync("--Limits:RequestsPerSecond=0");
        await ImportAsync("customers", CustomersFile(), pause: TimeSpan.Zero);
        var page = await suite.Client.Customers.ListCustomersAsync(new() { PageSize = Customers });
        customerIds = [.. page.Customers.Select(customer => customer.CustomerId)];
        await EventuallyAsync(() => Task.WhenAll(customerIds.Select(GrantAsync)));
    }

    public async Task DisposeAsync() => await suite.DisposeAsync();

    [Theory]
    [InlineData("suite")]
    [InlineData("database")]
    public async Task What_was_acknowledged_is_there_once_after_a_kill(string victim)
    {
        using var stop = new CancellationTokenSource();
        var import = Record.ExceptionAsync(() => ImportAsync("documents", invoices, TimeSpan.FromMilliseconds(30)));
        var work = Enumerable.Range(0, 4).Select(worker => WorkAsync(worker, stop.Token)).ToArray();
        while (acknowledgedOrders.Count < 40 || acknowledgedDocuments.Count < 20)
            await Task.Delay(20);

        await (victim == "suite" ? suite.KillAsync() : suite.KillPostgresAsync());
        if (victim == "suite")
            await suite.StartAgainAsync();
        await import;
        await stop.CancelAsync();
        await Task.WhenAll(work);

        await EveryDocumentIsThereOnceAsync();
        await EveryOrderIsAsItWasAnsweredAsync();
        await TheExposureIsWhatTheDocumentsSayAsync();
        await TheRecordsVerifyAsync();
    }

    private async Task EveryDocumentIsThereOnceAsync()
    {
        var again = await EventuallyAsync(() => ImportAsync("documents", invoices, TimeSpan.Zero));
        again.Import.RowsRefused.ShouldBe(0, again.RefusedRows.ToString());
        (again.Import.RowsRecorded + again.Import.RowsRepeated).ShouldBe(Invoices);

        var documents = await DocumentsAsync();
        documents.Select(d => (d.Kind, d.ExternalRef.System, d.ExternalRef.Id)).ShouldBeUnique();
        documents.Count(d => d.ExternalRef.System == "portable").ShouldBe(Invoices);
        var ids = documents.Select(d => d.DocumentId).ToHashSet(StringComparer.Ordinal);
        acknowledgedDocuments.Values.ShouldAllBe(id => ids.Contains(id));
    }

    private async Task EveryOrderIsAsItWasAnsweredAsync()
    {
        foreach (var (requestId, verdict) in acknowledgedOrders)
        {
            var again = await suite.Client.Orders.CheckOrderAsync(OrderOf(requestId));
            again.ShouldBe(verdict);
            var reservation = await suite.Client.Reservations.GetReservationAsync(
                new() { ReservationId = verdict.Reservation.ReservationId });
            reservation.State.ShouldBe(ReservationState.Active);
        }
    }

    private async Task TheExposureIsWhatTheDocumentsSayAsync()
    {
        var billed = (await DocumentsAsync())
            .GroupBy(d => d.CustomerId, StringComparer.Ordinal)
            .ToDictionary(d => d.Key, d => d.Sum(Amount), StringComparer.Ordinal);
        var reserved = acknowledgedOrders.Values
            .GroupBy(v => v.CustomerId, StringComparer.Ordinal)
            .ToDictionary(v => v.Key, v => v.Count() * 10m, StringComparer.Ordinal);
        await EventuallyAsync(async () =>
        {
            foreach (var customer in customerIds)
            {
                var account = await suite.Client.CreditAccounts.GetCreditAccountAsync(new() { CustomerId = customer });
                var exposure = account.ExposuresByCurrency.Single();
                Number(exposure.Receivable).ShouldBe(billed[customer]);
                Number(exposure.Reserved).ShouldBeGreaterThanOrEqualTo(reserved.GetValueOrDefault(customer));
            }
        });
        (await suite.Client.ScoringEvents.ListParkedEventsAsync(new())).ParkedEvents.ShouldBeEmpty();
    }

    private Task TheRecordsVerifyAsync() => EventuallyAsync(async () =>
    {
        foreach (var audit in (VerifyAuditResponse[])[
            await suite.Client.IntakeAudit.VerifyAuditAsync(new()),
            await suite.Client.ScoringAudit.VerifyAuditAsync(new())])
        {
            audit.Intact.ShouldBeTrue(audit.ToString());
            audit.UnsealedEntries.ShouldBe(0);
        }
    });

    /// <summary>Orders and documents, one after the other; only what was answered is remembered.</summary>
    private async Task WorkAsync(int worker, CancellationToken stop)
    {
        for (var turn = 0; !stop.IsCancellationRequested; turn++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{worker}-{turn}");
            try
            {
                var verdict = await suite.Client.Orders.CheckOrderAsync(OrderOf(id), cancellationToken: stop);
                acknowledgedOrders[id] = verdict;
                var recorded = await suite.Client.Documents.RecordDocumentAsync(
                    new() { Document = DocumentOf(id), RequestId = id }, cancellationToken: stop);
                acknowledgedDocuments[id] = recorded.Document.DocumentId;
            }
            catch (RpcException lost) when (lost.StatusCode is not StatusCode.InvalidArgument)
            {
                await Task.Delay(50, CancellationToken.None);
            }
        }
    }

    private CheckOrderRequest OrderOf(string id) => new()
    {
        RequestId = id,
        CustomerId = CustomerOf(id),
        OrderRef = new() { System = "orders", Id = id },
        Amount = new() { Amount = "10", CurrencyCode = "EUR" },
        AsOfDate = new() { Value = "2024-01-15" },
        ReservationSeconds = 86_400,
    };

    private Document DocumentOf(string id) => new()
    {
        CustomerId = CustomerOf(id),
        Kind = DocumentKind.Invoice,
        ExternalRef = new() { System = "single", Id = id },
        Amount = new() { Amount = "7.5", CurrencyCode = "EUR" },
        IssuedOn = new() { Value = "2024-01-10" },
        DueOn = new() { Value = "2024-02-10" },
    };

    private string CustomerOf(string id) => customerIds[id.Sum(c => c) % customerIds.Count];

    private async Task GrantAsync(string customer) => await suite.Client.CreditAccounts.ChangeCreditAccountAsync(new()
    {
        CustomerId = customer,
        CreditAccount = new() { CurrencyCode = "EUR", Limit = new() { Amount = "100000", CurrencyCode = "EUR" } },
        UpdateMask = new() { Paths = { "currency_code", "limit" } },
        Reason = "so that nothing is held",
    });

    private async Task<ImportDocumentsResponse> ImportAsync(string mapping, byte[] file, TimeSpan pause)
    {
        using var call = suite.Client.Imports.ImportDocuments();
        for (var at = 0; at < file.Length; at += PieceBytes)
        {
            var piece = ByteString.CopyFrom(file.AsSpan(at, Math.Min(PieceBytes, file.Length - at)));
            await call.RequestStream.WriteAsync(new() { Mapping = mapping, File = new HttpBody { Data = piece } });
            await Task.Delay(pause);
        }
        await call.RequestStream.CompleteAsync();
        return await call.ResponseAsync;
    }

    private async Task<IReadOnlyList<Document>> DocumentsAsync()
    {
        var documents = new List<Document>();
        var request = new ListDocumentsRequest { PageSize = 1000 };
        do
        {
            var page = await suite.Client.Documents.ListDocumentsAsync(request);
            documents.AddRange(page.Documents);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return documents;
    }

    private static Task EventuallyAsync(Func<Task> holds) =>
        EventuallyAsync<bool>(async () => { await holds(); return true; });

    /// <summary>Tries again while the suite comes back, or while its services catch up.</summary>
    private static async Task<T> EventuallyAsync<T>(Func<Task<T>> holds)
    {
        using var patience = new CancellationTokenSource(ComeBackMax);
        while (true)
        {
            try
            {
                return await holds();
            }
            catch (Exception notYet) when (
                !patience.IsCancellationRequested && notYet is (RpcException or ShouldAssertException))
            {
                await Task.Delay(100);
            }
        }
    }

    private static decimal Amount(Document document) =>
        decimal.Parse(document.Amount.Amount, CultureInfo.InvariantCulture);

    private static decimal Number(Types.V1.Decimal? value) =>
        value is null ? 0 : decimal.Parse(value.Value, CultureInfo.InvariantCulture);

    private static byte[] CustomersFile()
    {
        var text = new StringBuilder("id,legal_name,country,status\n");
        for (var customer = 0; customer < Customers; customer++)
            text.Append(CultureInfo.InvariantCulture, $"K{customer},Fault Works {customer} GmbH,DE,ACTIVE\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] InvoicesFile()
    {
        var text = new StringBuilder("customer,kind,id,issued_on,due_on,currency,amount\n");
        for (var row = 0; row < Invoices; row++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"K{row % Customers},INVOICE,R-{row},2024-01-02,2024-03-02,EUR,{row % 90 + 1}.25\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
