using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Transcoding.Problems;
using Microsoft.AspNetCore.Http;

namespace Grpc.Transcoding.Requests;

/// <summary>
/// The body of an HTTP request as a stream of messages: the first has the parameters too, each has a piece of the
/// bytes. A body without bytes is one message with an empty piece.
/// </summary>
internal sealed class BodyPieces<TRequest> : IAsyncStreamReader<TRequest>
    where TRequest : class
{
    private readonly HttpRequest http;
    private readonly ReadRequest read;
    private readonly JsonTranscodingOptions options;
    private readonly HttpBody firstPiece;
    private readonly TRequest first;
    private TRequest? current;
    private long bytesRead;
    private bool atEnd;

    public BodyPieces(HttpContext context, ReadRequest read, JsonTranscodingOptions options)
    {
        (http, this.read, this.options) = (context.Request, read, options);
        firstPiece = new HttpBody { ContentType = http.ContentType ?? "" };
        first = (TRequest)read.ReadWithPiece(context, firstPiece);
    }

    public TRequest Current => current ?? throw new InvalidOperationException("Nothing has been read yet.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        var data = atEnd ? ReadOnlyMemory<byte>.Empty : await NextAsync(cancellationToken);
        if (current is null)
        {
            firstPiece.Data = UnsafeByteOperations.UnsafeWrap(data);
            current = first;
            return true;
        }

        if (data.IsEmpty)
        {
            return false;
        }

        current = (TRequest)read.WithPiece(new HttpBody { Data = UnsafeByteOperations.UnsafeWrap(data) });
        return true;
    }

    private async Task<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancellationToken)
    {
        // A new array for each piece, because the handler may keep it.
        var bytes = GC.AllocateUninitializedArray<byte>(options.UploadChunkBytes);
        var length = await ReadAsync(bytes, cancellationToken);
        atEnd = length < bytes.Length;
        bytesRead += length;
        return bytesRead <= options.UploadBytesMax
            ? bytes.AsMemory(0, length)
            : throw BodyTooLarge.Refusal(options.UploadBytesMax);
    }

    // What is thrown here passes through the handler and the interceptors, so it must be a status.
    private async Task<int> ReadAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            return await http.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (BadHttpRequestException refusal) when (refusal.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw BodyTooLarge.Refusal(options.UploadBytesMax);
        }
        catch (IOException broken)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "The caller broke off.", broken));
        }
    }
}
