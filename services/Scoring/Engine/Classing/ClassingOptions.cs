namespace Risk.Scoring.Engine.Classing;

/// <summary>How values are gathered into classes.</summary>
internal sealed record ClassingOptions
{
    /// <summary>Classes of about equally many rows from which the classing starts.</summary>
    public int FineMax { get; init; } = 50;

    /// <summary>Classes of known values that it ends with, at most.</summary>
    public int ClassesMax { get; init; } = 10;

    /// <summary>Share of the rows that a class of known values has at least.</summary>
    public double ShareMin { get; init; } = 0.025;

    /// <summary>Good cases, and bad ones, that a class of known values has at least.</summary>
    public int CasesMin { get; init; } = 5;

    /// <summary>Rows of a word, below which it counts among the rare ones.</summary>
    public int WordRowsMin { get; init; } = 20;

    /// <summary>Neighbours whose bad rates differ by fewer standard errors become one.</summary>
    public double ErrorsMin { get; init; } = 0.5;

    /// <summary>Codes that are no amounts, such as −9 for "no record"; each is a class of its own.</summary>
    public IReadOnlyList<double> Specials { get; init; } = [];

    /// <summary>Codes of single inputs, beside those of all.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> SpecialsByInput { get; init; } =
        new Dictionary<string, IReadOnlyList<double>>(StringComparer.Ordinal);

    /// <summary>
    /// Zeros are a class of their own when that raises twice the log-likelihood by this; chance alone does once in 600.
    /// </summary>
    public double NoneGainMin { get; init; } = 10;

    /// <summary>+1 where more means more risk, −1 where it means less; what is not named is found out.</summary>
    public IReadOnlyDictionary<string, int> Directions { get; init; } =
        new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Cases of the mean bad rate that are added to each class, so that small ones claim little.</summary>
    public double Prior { get; init; } = 1;
}
