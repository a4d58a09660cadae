using System.Buffers;
using Google.Protobuf;
using Grpc.Transcoding.Problems;
using Microsoft.AspNetCore.Http;

namespace Grpc.Transcoding.Answers;

/// <summary>
/// A server stream as lines of JSON (application/x-ndjson). A failure after the first line is a last line
/// <c>{"error": problem}</c>.
/// </summary>
internal sealed class LineStream<TResponse>(HttpContext http, JsonAnswer answer) : StreamAnswer<TResponse>(http)
    where TResponse : class
{
    protected override string ContentType(object? first) => "application/x-ndjson";

    protected override void Format(IMessage message)
    {
        answer.WriteTo(message, Http.Response.BodyWriter);
        Http.Response.BodyWriter.Write("\n"u8);
    }

    protected override void FormatFailure(Problem problem)
    {
        var body = Http.Response.BodyWriter;
        body.Write("{\"error\":"u8);
        body.Write(ProblemAnswer.Json(Http, problem).Span);
        body.Write("}\n"u8);
    }
}
