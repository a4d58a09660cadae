using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Risk.Scoring.Engine.Classing;

namespace Risk.Scoring.Engine.Models;

/// <summary>A scorecard laid out flat: scores a row and finds its reasons without allocating.</summary>
internal sealed class PointTable
{
    private struct Place
    {
        public int FirstEdge;
        public int EdgeCount;
        public int FirstPoints;
        public int MissingPoints;
        public int BestPoints;

        /// <summary>Where it has special codes or words, the slow way is taken.</summary>
        public bool IsPlain;
    }

    private readonly Place[] places;
    private readonly double[] edges;
    private readonly int[] points;
    private readonly IReadOnlyList<ScoredCharacteristic> characteristics;

    public PointTable(StatisticalScorecard card)
    {
        characteristics = card.Characteristics;
        places = new Place[characteristics.Count];
        var (allEdges, allPoints) = (new List<double>(), new List<int>());
        foreach (var (c, scored) in characteristics.Index())
        {
            var classes = scored.Of.Classes;
            places[c] = new()
            {
                FirstEdge = allEdges.Count,
                EdgeCount = classes.Count(k => k.Below is not null),
                FirstPoints = allPoints.Count,
                MissingPoints = scored.Points[^1],
                BestPoints = scored.Points.Max(),
                IsPlain = classes.SkipLast(1).All(k => k.Kind == ClassKind.Range),
            };
            allEdges.AddRange(classes.Select(k => k.Below).OfType<double>());
            allPoints.AddRange(scored.Points);
        }
        (edges, points) = ([.. allEdges], [.. allPoints]);
    }

    public int Count => places.Length;

    /// <summary>The sum; the points of each characteristic go into the span.</summary>
    public int Score(ReadOnlySpan<double> row, Span<int> given)
    {
        var sum = 0;
        ref var edge = ref MemoryMarshal.GetArrayDataReference(edges);
        for (var c = 0; c < places.Length; c++)
        {
            ref readonly var place = ref places[c];
            var value = row[c];
            int own;
            if (double.IsNaN(value))
                own = place.MissingPoints;
            else if (!place.IsPlain)
                own = characteristics[c].Points[characteristics[c].Of.ClassOf(value)];
            else
            {
                var bin = 0;
                for (var e = 0; e < place.EdgeCount; e++)
                    bin += value >= Unsafe.Add(ref edge, place.FirstEdge + e) ? 1 : 0;
                own = points[place.FirstPoints + bin];
            }
            given[c] = own;
            sum += own;
        }
        return sum;
    }

    /// <summary>The characteristics that lost most points, most first; answers how many lost any.</summary>
    public int Reasons(ReadOnlySpan<int> given, Span<int> reasons)
    {
        var found = 0;
        for (var c = 0; c < places.Length; c++)
        {
            var lost = places[c].BestPoints - given[c];
            if (lost <= 0)
                continue;
            var at = found;
            while (at > 0 && Lost(given, reasons[at - 1]) < lost)
                at--;
            if (at == reasons.Length)
                continue;
            found = Math.Min(found + 1, reasons.Length);
            for (var i = found - 1; i > at; i--)
                reasons[i] = reasons[i - 1];
            reasons[at] = c;
        }
        return found;
    }

    private int Lost(ReadOnlySpan<int> given, int c) => places[c].BestPoints - given[c];
}
