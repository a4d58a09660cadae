using System.Collections.Concurrent;

namespace Risk.Scoring.Scores;

/// <summary>
/// The scores that were asked for last, by customer. A score never changes, so it is only ever given together with its
/// id, which whoever asks has just read. When half of the room is full the older half is forgotten.
/// </summary>
internal sealed class RememberedScores
{
    private const int CountMax = 20_000;

    private ConcurrentDictionary<Guid, (Guid ScoreId, V1.Score Score)> young = new();
    private ConcurrentDictionary<Guid, (Guid ScoreId, V1.Score Score)> old = new();

    /// <summary>Null when it is not remembered.</summary>
    public V1.Score? Find(Guid customerId, Guid scoreId)
    {
        if (young.TryGetValue(customerId, out var known))
            return known.ScoreId == scoreId ? known.Score : null;
        if (!old.TryGetValue(customerId, out known) || known.ScoreId != scoreId)
            return null;
        Add(customerId, scoreId, known.Score);
        return known.Score;
    }

    public void Add(Guid customerId, Guid scoreId, V1.Score score)
    {
        // Several may find it full at once: then a little more is forgotten.
        if (young.Count >= CountMax / 2)
            (old, young) = (young, new());
        young[customerId] = (scoreId, score);
    }
}
