using Google.Api;
using Google.Protobuf;
using Risk.Client;
using Risk.Intake.V1;
using Risk.Testing;
using Risk.Types.V1;

namespace Risk.Intake.Tests;

/// <summary>States in which tests begin.</summary>
internal static class Given
{
    private static int count;

    /// <summary>A word that no other test uses.</summary>
    public static string Unique(string word) =>
        $"{word}-{Interlocked.Increment(ref count)}-{Guid.CreateVersion7().ToString("n")[20..]}";

    public static Customer UnregisteredCustomer(string? name = null) => new()
    {
        LegalName = name ?? Unique("Company"),
        CountryCode = "CN",
        ExternalRefs = { new ExternalRef { System = "erp", Id = Unique("c") } },
    };

    public static async Task<Customer> CustomerAsync(
        ServiceFixture<IntakeService> service, Customer? customer = null) =>
        (await service.Client.Customers.RegisterCustomerAsync(
            new() { Customer = customer ?? UnregisteredCustomer() })).Customer;

    /// <summary>A client of somebody who has no other roles than these.</summary>
    public static async Task<RiskClient> SomebodyAsync(ServiceFixture<IntakeService> service, params Role[] roles)
    {
        var key = await service.Client.ApiKeys.CreateApiKeyAsync(
            new() { Name = Unique("somebody"), Owner = "tests", Roles = { roles } });
        return service.ClientWith(key.Secret);
    }

    public static Document Invoice(Customer customer, string amount = "100.00", string currency = "CNY") => new()
    {
        CustomerId = customer.CustomerId,
        Kind = DocumentKind.Invoice,
        ExternalRef = new() { System = "erp", Id = Unique("inv") },
        Amount = new() { Amount = amount, CurrencyCode = currency },
        IssuedOn = new() { Value = "2025-01-31" },
        DueOn = new() { Value = "2025-03-02" },
    };

    public static Statement Statement(string end = "2024-12-31") => new()
    {
        PeriodStart = new() { Value = end[..4] + "-01-01" },
        PeriodEnd = new() { Value = end },
        CurrencyCode = "CNY",
        BalanceSheet = new()
        {
            TotalAssets = new() { Value = "1000" },
            TotalLiabilities = new() { Value = "600" },
            Equity = new() { Value = "400" },
        },
    };

    public static Task<ImportDocumentsResponse> ImportAsync(
        ServiceFixture<IntakeService> service, string mapping, byte[] file,
        Action<ImportDocumentsRequest>? settings = null) => ImportAsync(service.Client, mapping, file, settings);

    public static async Task<ImportDocumentsResponse> ImportAsync(
        RiskClient client, string mapping, byte[] file, Action<ImportDocumentsRequest>? settings = null)
    {
        const int PieceBytes = 100_000;
        using var call = client.Imports.ImportDocuments(deadline: DateTime.MaxValue);
        for (var at = 0; at == 0 || at < file.Length; at += PieceBytes)
        {
            var data = ByteString.CopyFrom(file.AsSpan(at, Math.Min(PieceBytes, file.Length - at)));
            var piece = new ImportDocumentsRequest { File = new HttpBody { Data = data } };
            if (at == 0)
            {
                piece.Mapping = mapping;
                piece.FileName = "test.csv";
                settings?.Invoke(piece);
            }
            await call.RequestStream.WriteAsync(piece);
        }
        await call.RequestStream.CompleteAsync();
        return await call.ResponseAsync;
    }

    public static Task<ImportDocumentsResponse> ImportAsync(
        ServiceFixture<IntakeService> service, string mapping, string text,
        Action<ImportDocumentsRequest>? settings = null) =>
        ImportAsync(service, mapping, System.Text.Encoding.UTF8.GetBytes(text), settings);

    /// <summary>Keeps a mapping under a name of its own, and answers the name.</summary>
    public static async Task<string> MappingAsync(ServiceFixture<IntakeService> service, string yaml)
    {
        var name = Unique("mapping");
        await service.Client.Imports.PutMappingAsync(new() { Name = name, Yaml = yaml });
        return name;
    }
}
