namespace Risk.Testing;

/// <summary>The working tree that this test run was built from.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Risk.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("Risk.sln is nowhere above the tests");
        return folder.FullName;
    }
}
