using Xunit;

namespace Risk.Benchmarks.Suite;

/// <summary>A fixture that is stopped with its scope.</summary>
internal sealed class Running<TFixture>(TFixture fixture) : IAsyncDisposable where TFixture : IAsyncLifetime
{
    public TFixture Fixture { get; } = fixture;

    public async ValueTask DisposeAsync() => await Fixture.DisposeAsync();
}
