using System.Buffers;
using Grpc.Core;
using Grpc.Transcoding.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Grpc.Transcoding.Requests;

/// <summary>The body of a request: whether there is one, whether it is JSON, and its bytes within a limit.</summary>
internal sealed class BodyContent(HttpRequest request, long bytesMax)
{
    public static bool IsPresent(HttpRequest request) => request.ContentLength is { } length
        ? length > 0
        : request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? true;

    /// <summary>Refuses a body that says it is anything but JSON in UTF-8.</summary>
    public static void RequireJson(HttpRequest request)
    {
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding != "identity")
        {
            throw Unsupported($"The body must not be encoded as {encoding}.");
        }

        var type = request.ContentType;
        if (string.IsNullOrEmpty(type) || string.Equals(type, "application/json", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        var understood = MediaTypeHeaderValue.TryParse(type, out var media)
            && (media.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
                || media.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
            && (!media.Charset.HasValue || media.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        if (!understood)
        {
            throw Unsupported($"The body must be application/json in UTF-8, not {type}.");
        }
    }

    /// <summary>Reads a body to its end and hands its bytes, in one piece, to a reader.</summary>
    public async ValueTask<TResult> ReadAsync<TState, TResult>(
        TState state, ReadOnlySpanFunc<TState, TResult> read, CancellationToken cancellationToken)
    {
        if (request.ContentLength > bytesMax)
        {
            throw TooLarge();
        }

        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (buffer.Length > bytesMax)
            {
                throw TooLarge();
            }

            if (result.IsCompleted)
            {
                try
                {
                    return Read(buffer, state, read);
                }
                finally
                {
                    reader.AdvanceTo(buffer.End);
                }
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static TResult Read<TState, TResult>(
        in ReadOnlySequence<byte> buffer, TState state, ReadOnlySpanFunc<TState, TResult> read)
    {
        if (buffer.IsSingleSegment)
        {
            return read(buffer.FirstSpan, state);
        }

        var length = (int)buffer.Length;
        var whole = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            buffer.CopyTo(whole);
            return read(whole.AsSpan(0, length), state);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    private static RefusedException Unsupported(string text) =>
        new(Problem.Of(StatusCodes.Status415UnsupportedMediaType, StatusCode.InvalidArgument, text));

    private RefusedException TooLarge() => new(BodyTooLarge.Problem(bytesMax));
}

/// <summary>Makes something of bytes that are only lent.</summary>
internal delegate TResult ReadOnlySpanFunc<in TState, out TResult>(ReadOnlySpan<byte> bytes, TState state);
