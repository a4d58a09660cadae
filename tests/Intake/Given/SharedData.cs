using System.IO.Compression;
using Risk.Testing;
using Xunit;

namespace Risk.Intake.Tests;

/// <summary>Real data that may not be part of the repository: beside it, or where RISK_SHARED_DATA says.</summary>
internal static class SharedData
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("RISK_SHARED_DATA")
        ?? Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data"));

    public static bool IsHere => Directory.Exists(Folder);

    public static string PathOf(string name) => Path.Combine(Folder, name);

    public static byte[] Unzipped(string name)
    {
        using var file = new GZipStream(File.OpenRead(PathOf(name)), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}

/// <summary>A test on real data, skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    private const string Reason = "There is no shared data here; name its folder in RISK_SHARED_DATA.";

    public SharedDataFactAttribute()
    {
        if (!SharedData.IsHere)
            Skip = Reason;
    }
}
