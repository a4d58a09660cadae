using System.Diagnostics;
using System.Globalization;
using System.Text;
using Google.Api;
using Google.Protobuf;
using Npgsql;
using Risk.Benchmarks.Measuring;
using Risk.Intake;
using Risk.Testing;

namespace Risk.Benchmarks.Imports;

internal sealed class ImportAgainstCopy : IBenchmark
{
    private const int Rows = 100_000;
    private const int Customers = 1_000;
    private const int PieceBytes = 256 * 1024;

    public string Name => "import";

    public string Aim =>
        "import of invoices, validated, with events and audit, into the indexed table, against psql \\copy binary of " +
        "the same rows into a table with the same columns, indexes and constraints (aim >= 0.25)";

    public async Task<string> RunAsync()
    {
        await using var server = await PostgresServer.StartAsync(durable: true);
        Environment.SetEnvironmentVariable(PostgresServer.Variable, server.ConnectionString);
        var intake = new ServiceFixture<IntakeService>();
        await intake.InitializeAsync();
        var copy = Path.GetTempFileName();
        try
        {
            await ImportAsync(intake, "customers", CustomersFile());
            var round = 0;
            await ImportAsync(intake, "documents", InvoicesFile(round++));
            await PrepareCopyAsync(intake.Database, copy);
            return await Rounds.CompareAsync(
                "rows/s",
                () => ImportAsync(intake, "documents", InvoicesFile(round++)),
                () => CopyAsync(intake.Database, copy));
        }
        finally
        {
            File.Delete(copy);
            await intake.DisposeAsync();
        }
    }

    private static async Task<double> ImportAsync(ServiceFixture<IntakeService> intake, string mapping, byte[] file)
    {
        var watch = Stopwatch.StartNew();
        using var call = intake.Client.Imports.ImportDocuments();
        for (var at = 0; at < file.Length; at += PieceBytes)
        {
            var piece = ByteString.CopyFrom(file.AsSpan(at, Math.Min(PieceBytes, file.Length - at)));
            await call.RequestStream.WriteAsync(new() { Mapping = mapping, File = new HttpBody { Data = piece } });
        }

        await call.RequestStream.CompleteAsync();
        var import = (await call.ResponseAsync).Import;
        return import.RowsRefused == 0 && import.RowsRecorded > 0
            ? import.RowsRecorded / watch.Elapsed.TotalSeconds
            : throw new InvalidOperationException($"The import refused rows: {import}");
    }

    /// <summary>The rows of the first import in a file, and an empty table like the one that they are in.</summary>
    private static async Task PrepareCopyAsync(NpgsqlDataSource database, string file)
    {
        await PsqlAsync(database, $"\\copy (select * from documents) to '{file}' (format binary)");
        await PsqlAsync(database, "create table copied (like documents including all)");
        await PsqlAsync(database, "alter table copied add foreign key (customer_id) references customers");
    }

    private static async Task<double> CopyAsync(NpgsqlDataSource database, string file)
    {
        await PsqlAsync(database, "truncate copied");
        var watch = Stopwatch.StartNew();
        await PsqlAsync(database, $"\\copy copied from '{file}' (format binary)");
        return Rows / watch.Elapsed.TotalSeconds;
    }

    private static async Task PsqlAsync(NpgsqlDataSource database, string command)
    {
        var address = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        using var psql = Process.Start(new ProcessStartInfo("psql")
        {
            ArgumentList =
            {
                "-q", "-v", "ON_ERROR_STOP=1", "-h", address.Host!,
                "-p", address.Port.ToString(CultureInfo.InvariantCulture), "-U", address.Username!, "-d",
                    address.Database!, "-c", command,
            },
            Environment = { ["PGOPTIONS"] = "-c search_path=intake", ["PGPASSWORD"] = address.Password ?? "" },
        })!;
        await psql.WaitForExitAsync();
        if (psql.ExitCode != 0)
            throw new InvalidOperationException($"psql failed on: {command}");
    }

    private static byte[] CustomersFile()
    {
        var text = new StringBuilder("id,legal_name,country,status\n");
        for (var customer = 0; customer < Customers; customer++)
            text.Append(CultureInfo.InvariantCulture, $"K{customer},Benchmark Works {customer} Ltd,GB,ACTIVE\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] InvoicesFile(int round)
    {
        var random = new Random(round);
        var text = new StringBuilder("customer,kind,id,issued_on,due_on,currency,amount\n");
        for (var row = 0; row < Rows; row++)
        {
            var issued = new DateOnly(2024, 1, 1).AddDays(random.Next(700));
            var due = issued.AddDays(30);
            text.Append(
                CultureInfo.InvariantCulture,
                $"K{random.Next(Customers)},INVOICE,R{round}-{row},{issued:yyyy-MM-dd},{due:yyyy-MM-dd},EUR,");
            text.Append(CultureInfo.InvariantCulture, $"{random.Next(1, 9_999_999)}.{row % 90 + 10}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
