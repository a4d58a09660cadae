namespace Risk.MainJob;

/// <summary>What the main job was told.</summary>
internal sealed record JobSettings
{
    public required Uri Address { get; init; }
    public required string AdministratorKey { get; init; }

    /// <summary>The files to import; none means the sample.</summary>
    public required IReadOnlyList<FileToImport> Files { get; init; }

    public required DateOnly AsOf { get; init; }
    public FileInfo? Json { get; init; }

    /// <summary>Where the suite reaches the web server of the main job that alerts are posted to.</summary>
    public required Uri Receiver { get; init; }
    public required int Companies { get; init; }
    public required int Seed { get; init; }
}

/// <summary>A file and the mapping to read it by: a mapping file, or the name of one that the suite has.</summary>
internal sealed record FileToImport(FileInfo File, string Mapping);

/// <summary>The main job cannot go on, for a reason that its user can mend.</summary>
internal sealed class JobException(string message) : Exception(message);
