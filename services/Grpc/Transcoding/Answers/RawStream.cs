using System.Buffers;
using Google.Protobuf;
using Grpc.Transcoding.Problems;
using Microsoft.AspNetCore.Http;

namespace Grpc.Transcoding.Answers;

/// <summary>A server stream of google.api.HttpBody: the bytes one after another, typed by the first answer.</summary>
internal sealed class RawStream<TResponse>(HttpContext http, JsonAnswer answer) : StreamAnswer<TResponse>(http)
    where TResponse : class
{
    protected override string ContentType(object? first) =>
        first is TResponse message && answer.Raw((IMessage)message).ContentType is { Length: > 0 } type
            ? type
            : "application/octet-stream";

    protected override void Format(IMessage message) => Http.Response.BodyWriter.Write(answer.Raw(message).Data.Span);

    // There is no place for words among bytes: a body that ends without its end says that it is not whole.
    protected override void FormatFailure(Problem problem) => Http.Abort();
}
