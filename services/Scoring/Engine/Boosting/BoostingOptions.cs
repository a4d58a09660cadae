namespace Risk.Scoring.Engine.Boosting;

/// <summary>How trees are grown and how many.</summary>
internal sealed record BoostingOptions
{
    private const int BagsMax = 3;
    private const int BaggedRows = 15_000;
    private const int ComparedRows = 20_000;
    private const int OneFoldRows = 50_000;
    private const int SmallLeaves = 5;
    private const double SmallColumnShare = 0.3;

    public int TreesMax { get; init; } = 1_000;

    public double LearningRate { get; init; } = 0.1;

    public int LeavesMax { get; init; } = 15;

    public int DepthMax { get; init; } = 8;

    public int RowsPerLeafMin { get; init; } = 20;

    /// <summary>
    /// Rows of no effect that are added to each leaf, so that those with little evidence claim little. A row counts
    /// what a mean one does: where few cases are bad, a fixed second derivative would weigh as much as dozens of rows.
    /// </summary>
    public double L2Rows { get; init; }

    public double GainMin { get; init; }

    /// <summary>Share of the rows that each tree sees.</summary>
    public double RowShare { get; init; } = 0.8;

    /// <summary>Share of the inputs that each tree sees.</summary>
    public double ColumnShare { get; init; } = 1;

    public int BinsMax { get; init; } = 255;

    /// <summary>+1 where more of the input must never lower the risk, −1 where it must never raise it.</summary>
    public IReadOnlyDictionary<string, int> Monotone { get; init; } =
        new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Trees that improve nothing on the rows held back, after which growing stops; 0 never stops.</summary>
    public int Patience { get; init; } = 30;

    /// <summary>Rows are divided into so many folds to find out how many trees are best.</summary>
    public int StoppingFolds { get; init; } = 4;

    /// <summary>Runs with draws of their own whose mean counts; 0 for as many as the rows are few.</summary>
    public int Bags { get; init; }

    /// <summary>
    /// Whether small trees that each see few inputs are tried too, where there are few rows: those are taken that
    /// predict better what they have not seen.
    /// </summary>
    public bool TriesSmallTrees { get; init; } = true;

    public int Seed { get; init; } = 20260101;

    /// <summary>Where there are many rows, runs differ too little to be worth their time.</summary>
    public int BagsFor(int rows) => Bags > 0 ? Bags : Math.Clamp(BaggedRows / Math.Max(1, rows), 1, BagsMax);

    /// <summary>Where there are many rows, large trees find no less, and trying others takes long.</summary>
    public IEnumerable<BoostingOptions> WaysFor(int rows)
    {
        yield return this;
        if (TriesSmallTrees && rows <= ComparedRows && LeavesMax > SmallLeaves)
            yield return this with { LeavesMax = SmallLeaves, ColumnShare = Math.Min(SmallColumnShare, ColumnShare) };
    }

    /// <summary>One of the folds tells as much as all of them where it has thousands of rows.</summary>
    public int FoldsToGrowFor(int rows) => rows > OneFoldRows ? 1 : StoppingFolds;

    public IEnumerable<string> Faults()
    {
        if (TreesMax is < 1 or > 10_000)
            yield return $"trees: from 1 to 10000, not {TreesMax}";
        if (LearningRate is not (> 0 and <= 1))
            yield return $"learning rate: above 0 and at most 1, not {LearningRate}";
        if (LeavesMax is < 2 or > 1024)
            yield return $"leaves: from 2 to 1024, not {LeavesMax}";
        if (DepthMax is < 1 or > 30)
            yield return $"depth: from 1 to 30, not {DepthMax}";
        if (RowShare is not (> 0 and <= 1) || ColumnShare is not (> 0 and <= 1))
            yield return $"shares of rows and columns: above 0 and at most 1, not {RowShare} and {ColumnShare}";
        if (!(L2Rows is >= 0 and < 1e6))
            yield return $"rows of no effect: from 0, not {L2Rows}";
        if (BinsMax is < 2 or > 255)
            yield return $"bins: from 2 to 255, not {BinsMax}";
        if (StoppingFolds is < 2 or > 20)
            yield return $"stopping folds: from 2 to 20, not {StoppingFolds}";
        if (Bags is < 0 or > 50)
            yield return $"bags: from 0 to 50, not {Bags}";
        if (Monotone.Any(m => m.Value is not (-1 or 0 or 1)))
            yield return "monotone: -1, 0 or 1";
    }
}
