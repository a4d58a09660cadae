namespace Risk.Scoring.Engine.Samples;

/// <summary>
/// Numbers at random that are the same for a seed on every machine and in every version (SplitMix64, Steele and others,
/// Fast Splittable Pseudorandom Number Generators, 2014).
/// </summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong state = seed;

    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    public int Below(int bound) => (int)(((UInt128)Next() * (ulong)bound) >> 64);

    /// <summary>So many of the numbers below a bound, ascending.</summary>
    public int[] Choose(int count, int bound)
    {
        var chosen = new int[count];
        var taken = 0;
        for (var i = 0; taken < count; i++)
        {
            if (Below(bound - i) < count - taken)
                chosen[taken++] = i;
        }
        return chosen;
    }
}
