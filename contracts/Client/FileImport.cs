using Google.Api;
using Google.Protobuf;
using Risk.Intake.V1;

namespace Risk.Client;

/// <summary>A file on its way into the suite.</summary>
public static class FileImport
{
    private const int PieceBytes = 256 * 1024;

    /// <summary>Streams a file of any size in pieces, and answers what became of its rows.</summary>
    /// <param name="mapping">The name of the mapping by which its columns are read.</param>
    /// <param name="sent">Told after each piece how many bytes have been sent.</param>
    public static async Task<ImportDocumentsResponse> ImportAsync(
        this RiskClient client, FileInfo file, string mapping, Action<double> sent, CancellationToken cancellation)
    {
        using var call = client.Imports.ImportDocuments(cancellationToken: cancellation);
        await using var content = file.OpenRead();
        var buffer = new byte[PieceBytes];
        var first = true;
        int read;
        while ((read = await content.ReadAtLeastAsync(buffer, PieceBytes, throwOnEndOfStream: false, cancellation)
            .ConfigureAwait(false)) > 0)
        {
            var piece = new ImportDocumentsRequest
            {
                File = new HttpBody { Data = ByteString.CopyFrom(buffer.AsSpan(0, read)) },
                Mapping = first ? mapping : "",
                FileName = first ? file.Name : "",
            };
            first = false;
            await call.RequestStream.WriteAsync(piece, cancellation).ConfigureAwait(false);
            sent(content.Position);
        }
        await call.RequestStream.CompleteAsync().ConfigureAwait(false);
        return await call.ResponseAsync.ConfigureAwait(false);
    }
}
