using Grpc.Core;
using Risk.ServiceDefaults.Requests;

namespace Risk.Intake.Imports.Files;

/// <summary>
/// The pieces of a file as they come, with bounded patience: time counts only while the sender is waited for, never
/// while its rows are being kept.
/// </summary>
internal sealed class IncomingPieces(
    IAsyncStreamReader<V1.ImportDocumentsRequest> pieces, ImportSettings settings, TimeProvider clock)
{
    private TimeSpan waited;

    public V1.ImportDocumentsRequest Current => pieces.Current;

    public async Task<bool> MoveNextAsync(CancellationToken cancellation)
    {
        var rest = settings.UploadMax - waited;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(rest < settings.SilenceMax ? rest : settings.SilenceMax);
        var since = clock.GetTimestamp();
        try
        {
            return await pieces.MoveNext(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw rest < settings.SilenceMax ? TooSlow() : Silent();
        }
        finally
        {
            waited += clock.GetElapsedTime(since);
        }
    }

    private Refusal Silent() => Refuse.TimedOut("SENDER_IS_SILENT", new(
        $"The sender of the file has been silent for {settings.SilenceSecondsMax} s.",
        $"文件发送方已 {settings.SilenceSecondsMax} 秒无响应。"));

    private Refusal TooSlow() => Refuse.TimedOut("UPLOAD_TOO_SLOW", new(
        $"Sending the file has taken more than {settings.UploadMinutesMax} min.",
        $"文件发送时间超过 {settings.UploadMinutesMax} 分钟。"));
}
