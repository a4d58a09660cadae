namespace Risk.Scoring.Engine.Models;

/// <summary>A model that cannot be used: every fault, each with its place.</summary>
internal sealed class ModelException(string name, IReadOnlyList<string> faults)
    : Exception($"The model {name} cannot be used:\n" + string.Join('\n', faults.Select(f => "  " + f)))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
