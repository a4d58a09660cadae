using Risk.Client;
using Risk.CommandLine.Commands;

namespace Risk.CommandLine.Suite;

/// <summary>Streams a file to the suite and tells what became of its rows.</summary>
internal static class ImportFile
{
    public static async Task<int> RunAsync(
        RiskClientOptions suite, FileInfo file, string mapping, TextWriter output, CancellationToken cancellation)
    {
        using var client = new RiskClient(suite);
        var answer = await Progress.RunAsync($"import {file.Name}", file.Length,
            report => client.ImportAsync(file, mapping, report, cancellation));
        var import = answer.Import;
        await output.WriteLineAsync(
            $"{import.RowsRead} rows: {import.RowsRecorded} recorded, {import.RowsRepeated} known before, "
            + $"{import.RowsRefused} refused; {import.CustomersRegistered} customers, "
            + $"{import.DocumentsRecorded} documents");
        foreach (var row in answer.RefusedRows)
            await output.WriteLineAsync($"  {row}");
        return import.RowsRefused == 0 && import.Failure.Length == 0 ? 0 : 1;
    }
}
