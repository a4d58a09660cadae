using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Risk.Scoring.V1;

namespace Risk.MainJob.Pages;

/// <summary>Writes the final page as JSON: amounts as strings, exact.</summary>
internal static class PageJson
{
    public static async Task WriteAsync(PortfolioPage page, FileInfo file, CancellationToken cancellation)
    {
        file.Directory?.Create();
        await using var stream = file.Create();
        await using var json = new Utf8JsonWriter(stream, new() { Indented = true });
        json.WriteStartObject();
        json.WriteString("asOf", Text(page.AsOf));
        WriteArray(json, "imports", page.Imports, (row, _) => WriteImport(json, row));
        WriteArray(json, "byGrade", page.ByGrade(), WriteGrade);
        WriteArray(json, "exposureByCurrency", page.ByCurrency(), WriteExposure);
        WriteArray(json, "ageing", page.Ageings(), WriteAgeing);
        var outcomes = page.Orders.GroupBy(order => order.Verdict.Outcome).OrderBy(group => group.Key);
        WriteArray(json, "orders", outcomes, (group, writer) =>
        {
            writer.WriteString("outcome", group.Key.ToString());
            writer.WriteNumber("orders", group.Count());
        });
        json.WritePropertyName("heldOrder");
        json.WriteRawValue(page.Held is { } held ? JsonFormatter.Default.Format(held.Verdict) : "null");
        WarningWriter.Write(json, page.Warnings);
        AlertWriter.Write(json, page.Alerts);
        WriteArray(json, "audits", page.Audits, (audit, writer) =>
        {
            writer.WriteString("service", audit.Key);
            writer.WriteBoolean("intact", audit.Value.Intact);
            writer.WriteNumber("entriesVerified", audit.Value.EntriesVerified);
            writer.WriteNumber("headsCompared", audit.Value.HeadsCompared);
            writer.WriteNumber("headsProved", audit.Value.HeadsProved);
        });
        json.WriteNumber("customersScored", page.Scores.Count);
        json.WriteNumber("seconds", Math.Round(page.Seconds, 1));
        json.WriteEndObject();
        await json.FlushAsync(cancellation);
    }

    private static void WriteImport(Utf8JsonWriter json, Intake.V1.ImportDocumentsResponse answer)
    {
        var import = answer.Import;
        json.WriteString("importId", import.ImportId);
        json.WriteString("file", import.FileName);
        json.WriteString("mapping", import.Mapping);
        json.WriteString("state", import.State.ToString());
        json.WriteString("failure", import.Failure);
        json.WriteNumber("rowsRead", import.RowsRead);
        json.WriteNumber("rowsRecorded", import.RowsRecorded);
        json.WriteNumber("rowsRepeated", import.RowsRepeated);
        json.WriteNumber("rowsRefused", import.RowsRefused);
        json.WriteNumber("customersRegistered", import.CustomersRegistered);
        json.WriteNumber("statementsFiled", import.StatementsFiled);
        json.WriteNumber("documentsRecorded", import.DocumentsRecorded);
        WriteArray(json, "refusedRows", answer.RefusedRows, (row, writer) =>
        {
            writer.WriteNumber("line", row.Line);
            writer.WriteString("field", row.Field);
            writer.WriteString("reason", row.Reason);
        });
    }

    private static void WriteGrade(GradeRow row, Utf8JsonWriter json)
    {
        json.WriteString("grade", row.Grade == Grade.Unspecified ? "" : row.Grade.ToString().ToUpperInvariant());
        json.WriteNumber("customers", row.Customers);
        json.WriteNumber("meanProbabilityOfDefault", row.MeanProbabilityOfDefault);
        WriteSums(json, "exposureByCurrency", row.ExposureByCurrency);
        WriteSums(json, "limitByCurrency", row.LimitByCurrency);
    }

    private static void WriteExposure(ExposureRow row, Utf8JsonWriter json)
    {
        json.WriteString("currency", row.CurrencyCode);
        Write(json, "reserved", row.Reserved);
        Write(json, "openOrders", row.OpenOrders);
        Write(json, "delivered", row.Delivered);
        Write(json, "receivable", row.Receivable);
        Write(json, "drafts", row.Drafts);
        Write(json, "unallocated", row.Unallocated);
        Write(json, "total", row.Total);
        Write(json, "disputed", row.Disputed);
        Write(json, "openByDocuments", row.OpenByDocuments);
        json.WriteBoolean("reconciled", row.Reconciled);
    }

    private static void WriteAgeing(AgeingRow row, Utf8JsonWriter json)
    {
        json.WriteString("currency", row.CurrencyCode);
        json.WriteNumber("openItems", row.OpenItems);
        Write(json, "notDue", row.NotDue);
        Write(json, "days1To30", row.Days1To30);
        Write(json, "days31To60", row.Days31To60);
        Write(json, "days61To90", row.Days61To90);
        Write(json, "daysOver90", row.DaysOver90);
    }

    private static void WriteSums(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, decimal> sums)
    {
        json.WriteStartObject(name);
        foreach (var (currency, amount) in sums)
            Write(json, currency, amount);
        json.WriteEndObject();
    }

    private static void WriteArray<T>(
        Utf8JsonWriter json, string name, IEnumerable<T> rows, Action<T, Utf8JsonWriter> write)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            json.WriteStartObject();
            write(row, json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, decimal amount) =>
        json.WriteString(name, amount.ToString("0.00##", CultureInfo.InvariantCulture));

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
