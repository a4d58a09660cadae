using Microsoft.EntityFrameworkCore.Storage;

namespace Risk.Intake.Storage;

/// <summary>A part of a request that is done as a whole; commits only what it has begun itself.</summary>
internal sealed class Work(IDbContextTransaction? own) : IAsyncDisposable
{
    public Task CommitAsync(CancellationToken cancellation) => own?.CommitAsync(cancellation) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
