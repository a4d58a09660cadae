using Risk.Intake.Mappings.Expressions;

namespace Risk.Intake.Imports.Files;

/// <summary>The rows of a file, one after the other, whatever its format.</summary>
internal abstract class RowSource : IAsyncDisposable
{
    /// <summary>The names of the columns, as the header line gives them.</summary>
    public required IReadOnlyList<string> Header { get; init; }

    /// <summary>Line of the present row in the file, from 1.</summary>
    public abstract long Line { get; }

    /// <summary>How many cells the present row has.</summary>
    public abstract int CellsCount { get; }

    /// <summary>A cell: a text, or what the file says that it is. Null when it is blank.</summary>
    public abstract Value Cell(int column);

    /// <summary>Goes to the next row that is not blank; false at the end of the file.</summary>
    public abstract ValueTask<bool> ReadAsync(CancellationToken cancellation);

    public abstract ValueTask DisposeAsync();
}
