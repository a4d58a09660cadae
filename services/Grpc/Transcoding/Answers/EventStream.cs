using System.Buffers;
using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Transcoding.Problems;
using Grpc.Transcoding.Routes;
using Microsoft.AspNetCore.Http;

namespace Grpc.Transcoding.Answers;

/// <summary>
/// A server stream as server-sent events. The id of an event is its position, id, sequence or cursor where the message
/// has one, else its number in the stream; a failure is an event of type <c>error</c> with a problem as its data.
/// </summary>
internal sealed class EventStream<TResponse> : StreamAnswer<TResponse>
    where TResponse : class
{
    private static readonly TimeSpan FirstBeat = TimeSpan.FromSeconds(1);

    private readonly JsonAnswer answer;
    private readonly FieldDescriptor? id;
    private readonly CancellationTokenSource end;
    private readonly Task beating;
    private long number;

    public EventStream(HttpContext http, RestMethod method, JsonAnswer answer, TimeSpan heartbeat)
        : base(http)
    {
        this.answer = answer;
        id = new[] { "position", "id", "event_id", "sequence", "cursor" }
            .Select(method.Rpc.OutputType.FindFieldByName)
            .FirstOrDefault(field => field is { IsRepeated: false, FieldType: FieldType.String or FieldType.Int64 });
        end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        beating = BeatAsync(heartbeat, end.Token);
    }

    /// <summary>Stops the heartbeat; nothing is written behind the caller's back any more.</summary>
    public async Task StopAsync()
    {
        await end.CancelAsync();
        await beating;
    }

    protected override string ContentType(object? first) => "text/event-stream";

    protected override void Format(IMessage message)
    {
        number++;
        var name = id is null ? null : Convert.ToString(id.Accessor.GetValue(message), CultureInfo.InvariantCulture);
        var body = Http.Response.BodyWriter;
        body.Write("id: "u8);
        name = string.IsNullOrEmpty(name) ? number.ToString(CultureInfo.InvariantCulture) : name.ReplaceLineEndings("");
        Encoding.UTF8.GetBytes(name, body);
        body.Write("\nevent: message\ndata: "u8);
        answer.WriteTo(message, body);
        body.Write("\n\n"u8);
    }

    protected override void FormatFailure(Problem problem)
    {
        var body = Http.Response.BodyWriter;
        body.Write("event: error\ndata: "u8);
        body.Write(ProblemAnswer.Json(Http, problem).Span);
        body.Write("\n\n"u8);
    }

    protected override void Dispose(bool disposing)
    {
        end.Dispose();
        base.Dispose(disposing);
    }

    // The first beat comes soon, so that a caller of a silent stream sees it open.
    private async Task BeatAsync(TimeSpan heartbeat, CancellationToken cancellationToken)
    {
        var pause = heartbeat < FirstBeat ? heartbeat : FirstBeat;
        try
        {
            while (true)
            {
                await Task.Delay(pause, TimeProvider.System, cancellationToken);
                await InTurnAsync(Http.Response, static (_, to) => to.BodyWriter.Write(":\n\n"u8), cancellationToken);
                pause = heartbeat;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The stream has ended or the caller has left.
        }
    }
}
