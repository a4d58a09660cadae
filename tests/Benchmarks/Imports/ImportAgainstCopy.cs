using System.Diagnostics;
using Google.Api;
using Google.Protobuf;
using Npgsql;
using Risk.Benchmarks.Measuring;
using Risk.Benchmarks.Suite;
using Risk.Intake;
using Risk.Testing;

namespace Risk.Benchmarks.Imports;

/// <summary>Rows of one kind from a file, against the same rows straight into a table like theirs.</summary>
internal sealed class ImportAgainstCopy : IBenchmark
{
    private const int PieceBytes = 256 * 1024;
    private const int KnownCustomers = 1_000;

    private readonly int rows;
    private readonly string mapping;
    private readonly Func<int, byte[]> fileOf;
    private int round;

    private ImportAgainstCopy(string name, string mapping, int rows, Func<int, byte[]> fileOf) =>
        (Name, this.mapping, this.rows, this.fileOf) = (name, mapping, rows, fileOf);

    public static ImportAgainstCopy OfDocuments { get; } =
        new("import", "documents", 100_000, round => ImportFiles.Invoices(round, 100_000, KnownCustomers));

    public static ImportAgainstCopy OfCustomers { get; } =
        new("customers", "customers", 20_000, round => ImportFiles.Customers($"R{round}-", 20_000));

    public string Name { get; }

    public string Aim =>
        $"import of {mapping}, validated, with events and audit, into the indexed table, against psql \\copy binary of "
        + "the same rows into a table with the same columns, indexes and constraints"
        + (mapping == "documents" ? " (aim >= 0.25)" : "");

    public async Task<string> RunAsync()
    {
        await DurablePostgres.SharedAsync();
        var intake = new ServiceFixture<IntakeService>();
        await intake.InitializeAsync();
        var copy = Path.GetTempFileName();
        try
        {
            if (mapping == "documents")
                await ImportAsync(intake, "customers", ImportFiles.Customers("K", KnownCustomers));
            await ImportAsync(intake, mapping, fileOf(round++));
            await PrepareCopyAsync(intake.Database, copy);
            return await Rounds.CompareAsync(
                "rows/s",
                () => ImportAsync(intake, mapping, fileOf(round++)),
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
    private async Task PrepareCopyAsync(NpgsqlDataSource database, string file)
    {
        var reference = mapping == "documents"
            ? "foreign key (customer_id) references customers"
            : "foreign key (parent_customer_id) references copied";
        await Psql.RunAsync(database, $"\\copy (select * from {mapping}) to '{file}' (format binary)");
        await Psql.RunAsync(database, $"create table copied (like {mapping} including all)");
        await Psql.RunAsync(database, $"alter table copied add {reference}");
    }

    private async Task<double> CopyAsync(NpgsqlDataSource database, string file)
    {
        await Psql.RunAsync(database, "truncate copied");
        var watch = Stopwatch.StartNew();
        await Psql.RunAsync(database, $"\\copy copied from '{file}' (format binary)");
        return rows / watch.Elapsed.TotalSeconds;
    }
}
