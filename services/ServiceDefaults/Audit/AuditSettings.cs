using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults.Audit;

/// <summary>Where the signed heads of the audit chain are kept outside the database.</summary>
public sealed record AuditSettings : ISettings
{
    public static string Section => "Audit";

    /// <summary>
    /// File to which every signed head is appended, one JSON object a line. Without it only the other services keep
    /// them.
    /// </summary>
    public string HeadsFile { get; init; } = "";

    /// <summary>
    /// PEM file of the P-256 key that signs heads; made when missing. Without it the key stands beside the heads, or,
    /// without those, lives as long as the process.
    /// </summary>
    public string KeyFile { get; init; } = "";

    /// <summary>
    /// PEM file of public keys, one after the other, whose heads are believed too: keys that signed before, and those
    /// of other instances. A key that is made is written beside its file, with `.pub` added to the name.
    /// </summary>
    public string TrustedKeysFile { get; init; } = "";

    internal string KeyPath => KeyFile.Length > 0 ? KeyFile : HeadsFile.Length > 0 ? HeadsFile + ".key" : "";

    public IEnumerable<string> Faults()
    {
        foreach (var (key, file) in ((string, string)[])[(nameof(HeadsFile), HeadsFile), (nameof(KeyFile), KeyFile)])
        {
            if (file.Length > 0 && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))))
                yield return $"{key}: there is no folder for '{file}'";
        }
        if (TrustedKeysFile.Length > 0 && !File.Exists(TrustedKeysFile))
            yield return $"{nameof(TrustedKeysFile)}: there is no file '{TrustedKeysFile}'";
    }
}
