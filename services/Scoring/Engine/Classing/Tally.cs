namespace Risk.Scoring.Engine.Classing;

/// <summary>Cases of some neighbouring fine classes.</summary>
internal readonly record struct Tally(int First, int Last, int Good, int Bad)
{
    public int Count => Good + Bad;

    public double BadRate => Count == 0 ? 0 : (double)Bad / Count;

    public Tally With(Tally next) => new(First, next.Last, Good + next.Good, Bad + next.Bad);

    /// <summary>By how many standard errors the bad rates differ.</summary>
    public double ErrorsFrom(Tally other)
    {
        var rate = (double)(Bad + other.Bad) / (Count + other.Count);
        var error = Math.Sqrt(rate * (1 - rate) * (1.0 / Count + 1.0 / other.Count));
        return error == 0 ? 0 : Math.Abs(BadRate - other.BadRate) / error;
    }
}
