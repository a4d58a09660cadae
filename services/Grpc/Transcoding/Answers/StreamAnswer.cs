using Google.Protobuf;
using Grpc.Core;
using Grpc.Transcoding.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.Transcoding.Answers;

/// <summary>The answers of a server stream as one HTTP response body; headers go with the first answer.</summary>
internal abstract class StreamAnswer<TResponse>(HttpContext http) : IServerStreamWriter<TResponse>, IDisposable
    where TResponse : class
{
    private readonly SemaphoreSlim turn = new(1, 1);

    public WriteOptions? WriteOptions { get; set; }

    public bool HasStarted { get; private set; }

    protected HttpContext Http => http;

    public Task WriteAsync(TResponse message) => WriteAsync(message, http.RequestAborted);

    public Task WriteAsync(TResponse message, CancellationToken cancellationToken) =>
        InTurnAsync(message, static (answer, message) => answer.Format((IMessage)message), cancellationToken);

    /// <summary>Sends the headers of a stream that had no answers.</summary>
    public Task CompleteAsync() =>
        HasStarted ? Task.CompletedTask : InTurnAsync(this, static (_, _) => { }, http.RequestAborted);

    /// <summary>Tells of a failure in a stream that has begun, in the way that its format allows.</summary>
    public Task FailAsync(Problem problem) =>
        InTurnAsync(problem, static (answer, problem) => answer.FormatFailure(problem), http.RequestAborted);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The content type, given the first answer if there is one.</summary>
    protected abstract string ContentType(object? first);

    protected abstract void Format(IMessage message);

    protected abstract void FormatFailure(Problem problem);

    protected async Task InTurnAsync<TState>(
        TState state, Action<StreamAnswer<TResponse>, TState> format, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (!HasStarted)
            {
                Start(state);
            }

            format(this, state);
            await http.Response.BodyWriter.FlushAsync(cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    protected virtual void Dispose(bool disposing) => turn.Dispose();

    private void Start(object? first)
    {
        HasStarted = true;
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.ContentType = ContentType(first);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
    }
}
