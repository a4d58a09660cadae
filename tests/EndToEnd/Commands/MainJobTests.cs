using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Risk.EndToEnd.Tests.Suite;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.EndToEnd.Tests.Commands;

/// <summary>The main job on a user's own files: it shows what is there, and leaves nothing invented behind.</summary>
public sealed class MainJobTests : IAsyncLifetime, IDisposable
{
    private const string Customers = "id,legal_name,country,isic_section\nC1,Hanwell Trading,CN,C\n";

    /// <summary>A credit note that is paid out, and an invoice that is taken back, beside one that is owed.</summary>
    private const string Documents =
        """
        customer,kind,id,issued_on,due_on,currency,amount,links
        C1,INVOICE,I1,2026-01-10,2026-02-10,CNY,90000,
        C1,INVOICE,I2,2026-01-11,2026-02-11,CNY,50,
        C1,REVERSAL,R2,2026-01-12,,CNY,50,INVOICE:I2
        C1,CREDIT_NOTE,N1,2026-01-13,,CNY,100,
        C1,PAYMENT,P1,2026-01-14,,CNY,100,CREDIT_NOTE:N1

        """;

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Risk.MainJob.dll");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("risk-job-");
    private StandaloneSuite suite = null!;

    public async Task InitializeAsync() => suite = await StandaloneSuite.StartAsync(
        "--Webhooks:AllowPrivateTargets=true", "--Webhooks:AllowHttp=true");

    public async Task DisposeAsync() => await suite.DisposeAsync();

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Own_files_add_up_and_nothing_invented_stays()
    {
        await suite.Client.ExchangeRates.PutExchangeRatesAsync(new() { ExchangeRates = { Rate("EUR", "8.5") } });

        var (code, output, page) = await RunAsync(("customers", Customers), ("documents", Documents));

        code.ShouldBe(0, output);
        var row = page.GetProperty("exposureByCurrency").EnumerateArray().Single();
        row.GetProperty("reconciled").GetBoolean().ShouldBeTrue();
        row.GetProperty("total").GetString().ShouldBe("90000.00");
        page.GetProperty("heldOrder").ValueKind.ShouldBe(JsonValueKind.Object);
        (await suite.Client.Holds.ListHoldsAsync(new())).Holds.ShouldBeEmpty();
        var keys = (await suite.Client.ApiKeys.ListApiKeysAsync(new())).ApiKeys
            .Where(key => key.Name.StartsWith("main job", StringComparison.Ordinal)).ToList();
        keys.Count.ShouldBe(4);
        keys.ShouldAllBe(key => key.RevokedAt != null && key.ExpiresAt != null);
        var euro = (await suite.Client.ExchangeRates.ListExchangeRatesAsync(new() { ValidOn = Day }))
            .ExchangeRates.Single(rate => rate.FromCurrencyCode == "EUR");
        (euro.Source, euro.Rate.Value).ShouldBe(("treasury", "8.5"));
    }

    [Fact]
    public async Task No_credit_given_on_purpose_stays_none()
    {
        await RunAsync(("customers", Customers), ("documents", Documents));
        var account = (await suite.Client.CreditAccounts.ListCreditAccountsAsync(new())).CreditAccounts.Single();
        account.Limit.Amount.ShouldNotBe("0");
        await suite.Client.CreditAccounts.ChangeCreditAccountAsync(new()
        {
            CreditAccount = new() { Limit = new() { Amount = "0", CurrencyCode = "CNY" } },
            CustomerId = account.CustomerId,
            UpdateMask = new() { Paths = { "limit" } },
            Reason = "no credit for them",
        });

        var (_, _, page) = await RunAsync(("customers", Customers), ("documents", Documents));

        page.GetProperty("imports")[1].GetProperty("rowsRepeated").GetInt32().ShouldBe(5);
        var now = await suite.Client.CreditAccounts.GetCreditAccountAsync(new() { CustomerId = account.CustomerId });
        decimal.Parse(now.Limit.Amount, CultureInfo.InvariantCulture).ShouldBe(0);
    }

    [Fact]
    public async Task A_file_that_breaks_off_is_told_and_fails_the_job()
    {
        var rows = new StringBuilder("customer,kind,id,issued_on,due_on,currency,amount,links\n");
        for (var i = 0; i < 30_000; i++)
            rows.Append(CultureInfo.InvariantCulture, $"C1,INVOICE,I{i},2026-01-10,2026-02-10,CNY,1,\n");
        rows.Append("C1,INVOICE,\"unfinished");

        var (code, output, page) = await RunAsync(("customers", Customers), ("documents", rows.ToString()));

        code.ShouldBe(1);
        output.ShouldContain("1-documents.csv was not imported to its end");
        page.GetProperty("imports")[1].GetProperty("state").GetString().ShouldBe("Failed");
    }

    private static Types.V1.Date Day => new() { Value = "2026-03-31" };

    private static ExchangeRate Rate(string from, string rate) => new()
    {
        FromCurrencyCode = from,
        ToCurrencyCode = "CNY",
        Rate = new() { Value = rate },
        ValidOn = new() { Value = "2026-03-30" },
        Source = "treasury",
    };

    private async Task<(int Code, string Output, JsonElement Page)> RunAsync(
        params (string Mapping, string Text)[] files)
    {
        var page = Path.Combine(folder.FullName, "page.json");
        var arguments = new List<string>
        {
            Program, "--address", suite.Address.ToString(), "--as-of", Day.Value, "--json", page,
            "--key-file", Path.Combine(suite.DataDirectory, "bootstrap.key"),
        };
        foreach (var (file, i) in files.Select((file, i) => (file, i)))
        {
            var path = Path.Combine(folder.FullName, $"{i}-{file.Mapping}.csv");
            await File.WriteAllTextAsync(path, file.Text);
            arguments.AddRange(["--import", path, "--mapping", file.Mapping]);
        }
        using var job = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (job.StandardOutput.ReadToEndAsync(), job.StandardError.ReadToEndAsync());
        await job.WaitForExitAsync();
        return (job.ExitCode, await output + await error,
            JsonDocument.Parse(await File.ReadAllTextAsync(page)).RootElement);
    }
}
