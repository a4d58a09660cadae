using Risk.ServiceDefaults.Requests;

namespace Risk.Intake.Imports;

/// <summary>Bounds how many imports run in this process: each holds a connection and some batches of rows.</summary>
internal sealed class RunningImports(ImportSettings settings) : IDisposable
{
    private static readonly TimeSpan ComeBackAfter = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim places = new(settings.RunningMax);

    public ImportSettings Settings => settings;

    /// <summary>Takes a place until it is given back; refuses when all are taken.</summary>
    public IDisposable Begin() => places.Wait(0)
        ? new Place(places)
        : throw Refuse.Exhausted("TOO_MANY_IMPORTS", new(
            $"{settings.RunningMax} imports are running; come back when one has ended.",
            $"已有 {settings.RunningMax} 个导入正在进行，请稍后再试。"), ComeBackAfter);

    public void Dispose() => places.Dispose();

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
