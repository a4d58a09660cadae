using Risk.ServiceDefaults.Hosting;

namespace Risk.Standalone;

/// <summary>What only the suite in one process needs to know.</summary>
public sealed record StandaloneSettings : ISettings
{
    public static string Section => "Standalone";

    /// <summary>Folder of the private database, the keys and the heads of the audit.</summary>
    public string Data { get; init; } = ".data";

    /// <summary>Folder of initdb and postgres; empty takes the newest that the machine has.</summary>
    public string PostgresBin { get; init; } = "";

    public IEnumerable<string> Faults()
    {
        if (Data.Length == 0)
            yield return $"{nameof(Data)}: is empty";
        if (PostgresBin.Length > 0 && !File.Exists(Path.Combine(PostgresBin, "postgres")))
            yield return $"{nameof(PostgresBin)}: there is no postgres in '{PostgresBin}'";
    }
}
