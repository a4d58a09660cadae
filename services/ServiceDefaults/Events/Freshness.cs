using Risk.ServiceDefaults.Hosting;
using Risk.ServiceDefaults.Requests;

namespace Risk.ServiceDefaults.Events;

/// <summary>Lets a request wait for the facts that its caller has just written elsewhere.</summary>
public sealed class Freshness
{
    private readonly Cursors cursors;
    private readonly ServiceInfo service;
    private readonly Reactions reactions;

    private readonly HeadsWatch heads;

    internal Freshness(Cursors cursors, ServiceInfo service, Reactions reactions, HeadsWatch heads) =>
        (this.cursors, this.service, this.reactions, this.heads) = (cursors, service, reactions, heads);

    /// <summary>
    /// How old the facts of a producer may be here: since when it has not been known that all of them are applied.
    /// Producers tell each second how far they are; before the first time it is counted from the start.
    /// </summary>
    public TimeSpan AgeOf(string producer) => heads.AgeOf(producer);

    /// <summary>
    /// True when everything up to the position is applied here, by whichever instance; false when it is not within the
    /// time. An empty position is always reached.
    /// </summary>
    public async Task<bool> WaitAsync(string notBefore, TimeSpan max, CancellationToken ct)
    {
        if (notBefore.Length == 0)
            return true;
        var positions = Parse(notBefore);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(max);
        while (true)
        {
            var moved = cursors.Moved.Next;
            if (positions.TrueForAll(IsReached))
                return true;
            try
            {
                // Another instance may be the one that applies this partition: its progress shows in the database.
                await Task.WhenAny(moved, cursors.RefreshAsync()).WaitAsync(patience.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return positions.TrueForAll(IsReached);
            }
        }
    }

    private List<LogPosition> Parse(string notBefore)
    {
        if (!LogPosition.TryParseAll(notBefore, out var positions)
            || !positions.All(p => IsOwn(p) || reactions.Producers.Contains(p.Producer, StringComparer.Ordinal)))
        {
            throw Refuse.Invalid("not_before", new(
                "Give the position of an earlier answer, unchanged.", "请原样提供先前答复中的位置。"));
        }
        return [.. positions.Where(p => !IsOwn(p))];
    }

    private bool IsOwn(LogPosition position) =>
        string.Equals(position.Producer, service.Name, StringComparison.Ordinal);

    private bool IsReached(LogPosition position)
    {
        var cursor = cursors.Of(position.Producer, position.Partition);
        return position.IsReachedBy(cursor.Transaction, cursor.Row);
    }
}
