using System.Buffers;
using Google.Api;
using Google.Protobuf;
using Grpc.Transcoding.Json;
using Grpc.Transcoding.Routes;
using Microsoft.AspNetCore.Http;

namespace Grpc.Transcoding.Answers;

/// <summary>Writes one answer: JSON, or the bytes of a google.api.HttpBody.</summary>
internal sealed class JsonAnswer(RestMethod method)
{
    private const string ContentType = "application/json";
    private const int SparedBytesMax = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? spared;

    private readonly JsonField? field = method.AnswerField is { } answer
        ? ((PlainMessage)MessageCodec.For(method.Rpc.OutputType)).Field(answer.Name)
        : null;

    public ValueTask WriteAsync(HttpContext http, IMessage answer)
    {
        if (method.AnswersRaw)
        {
            return WriteRawAsync(http, Raw(answer));
        }

        // Written aside first: the length is known before the headers go, and a message that cannot be written is
        // still answered with a problem.
        var buffer = spared ?? new ArrayBufferWriter<byte>(1024);
        spared = null;
        WriteTo(answer, buffer);
        var response = http.Response;
        response.ContentType = ContentType;
        response.ContentLength = buffer.WrittenCount;
        response.BodyWriter.Write(buffer.WrittenSpan);
        if (buffer.Capacity <= SparedBytesMax)
        {
            buffer.ResetWrittenCount();
            spared = buffer;
        }

        var flushed = response.BodyWriter.FlushAsync(http.RequestAborted);
        return flushed.IsCompletedSuccessfully ? Done(flushed.Result) : AwaitAsync(flushed);

        static ValueTask Done(System.IO.Pipelines.FlushResult _) => default;
    }

    /// <summary>Writes the part of a message that is the answer.</summary>
    public void WriteTo(IMessage answer, IBufferWriter<byte> output)
    {
        if (field is null)
        {
            ProtoJson.Write(answer, output);
        }
        else
        {
            ProtoJson.WriteField(answer, field, output);
        }
    }

    /// <summary>The bytes that are the answer.</summary>
    public HttpBody Raw(IMessage answer) =>
        (method.AnswerField is { } field ? field.Accessor.GetValue(answer) : answer) as HttpBody ?? new HttpBody();

    private static async ValueTask WriteRawAsync(HttpContext http, HttpBody body)
    {
        http.Response.ContentType = body.ContentType.Length > 0 ? body.ContentType : "application/octet-stream";
        http.Response.ContentLength = body.Data.Length;
        await http.Response.BodyWriter.WriteAsync(body.Data.Memory, http.RequestAborted);
    }

    private static async ValueTask AwaitAsync(ValueTask<System.IO.Pipelines.FlushResult> flushed) => await flushed;
}
