using System.Reflection;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults.Storage;

/// <summary>One embedded SQL file. Its name orders it, its checksum pins it once it was applied.</summary>
internal sealed partial record MigrationFile(string Name, string Sql, string Sha256)
{
    /// <summary>The frame's files in the order of their names, then the service's.</summary>
    public static IReadOnlyList<MigrationFile> Of(Assembly service)
    {
        Assembly[] assemblies = service == typeof(MigrationFile).Assembly
            ? [service]
            : [typeof(MigrationFile).Assembly, service];
        MigrationFile[] files = [.. assemblies.SelectMany(In)];
        var twice = files.CountBy(f => f.Name, StringComparer.Ordinal).FirstOrDefault(n => n.Value > 1);
        return twice.Value > 1
            ? throw new StartException($"There are two migrations named {twice.Key}.")
            : files;
    }

    private static IEnumerable<MigrationFile> In(Assembly assembly) => assembly.GetManifestResourceNames()
        .Select(resource => (resource, name: FileName().Match(resource)))
        .Where(r => r.name.Success)
        .OrderBy(r => r.name.Groups["name"].Value, StringComparer.Ordinal)
        .Select(r => Read(assembly, r.resource, r.name.Groups["name"].Value));

    private static MigrationFile Read(Assembly assembly, string resource, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
        return new(name, sql, Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(sql))));
    }

    [GeneratedRegex(@"\.Migrations\.(?<name>\d{4}_[a-z0-9_]+\.sql)$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FileName();
}
