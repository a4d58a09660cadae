using Google.Api;
using Google.Protobuf;
using Risk.Client;
using Risk.CommandLine.Commands;
using Risk.Intake.V1;

namespace Risk.CommandLine.Suite;

/// <summary>Streams a file to the suite and tells what became of its rows.</summary>
internal static class ImportFile
{
    private const int PieceBytes = 256 * 1024;

    public static async Task<int> RunAsync(
        RiskClientOptions suite, FileInfo file, string mapping, TextWriter output, CancellationToken cancellation)
    {
        using var client = new RiskClient(suite);
        var answer = await Progress.RunAsync($"import {file.Name}", file.Length,
            report => SendAsync(client, file, mapping, report, cancellation));
        var import = answer.Import;
        await output.WriteLineAsync(
            $"{import.RowsRead} rows: {import.RowsRecorded} recorded, {import.RowsRepeated} known before, "
            + $"{import.RowsRefused} refused; {import.CustomersRegistered} customers, "
            + $"{import.DocumentsRecorded} documents");
        foreach (var row in answer.RefusedRows)
            await output.WriteLineAsync($"  {row}");
        return import.RowsRefused == 0 && import.Failure.Length == 0 ? 0 : 1;
    }

    private static async Task<ImportDocumentsResponse> SendAsync(
        RiskClient client, FileInfo file, string mapping, Action<double> report, CancellationToken cancellation)
    {
        using var call = client.Imports.ImportDocuments(cancellationToken: cancellation);
        await using var content = file.OpenRead();
        var buffer = new byte[PieceBytes];
        var first = true;
        int read;
        while ((read = await content.ReadAtLeastAsync(buffer, PieceBytes, throwOnEndOfStream: false, cancellation)) > 0)
        {
            var piece = new ImportDocumentsRequest
            {
                File = new HttpBody { Data = ByteString.CopyFrom(buffer.AsSpan(0, read)) },
                Mapping = first ? mapping : "",
                FileName = first ? file.Name : "",
            };
            first = false;
            await call.RequestStream.WriteAsync(piece, cancellation);
            report(content.Position);
        }
        await call.RequestStream.CompleteAsync();
        return await call.ResponseAsync;
    }
}
