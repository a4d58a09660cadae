using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Risk.Intake.Storage;
using Risk.ServiceDefaults.Requests;

namespace Risk.Intake.Mappings;

/// <summary>Shipped and kept mappings by name; a kept one stands before a shipped one of its name.</summary>
internal static class MappingStore
{
    private const string Suffix = ".yml";

    /// <summary>The texts of the mappings that are part of the product.</summary>
    public static readonly FrozenDictionary<string, string> Shipped = ReadShipped();

    public static async Task<Mapping> FindAsync(IntakeDb db, string name, CancellationToken cancellation)
    {
        var kept = await db.Mappings.AsNoTracking().FirstOrDefaultAsync(m => m.Name == name, cancellation);
        var yaml = kept?.Yaml ?? Shipped.GetValueOrDefault(name) ?? throw Refuse.NotFound("mapping", name);
        return MappingReader.Read(name, yaml);
    }

    private static FrozenDictionary<string, string> ReadShipped()
    {
        var assembly = typeof(MappingStore).Assembly;
        const string Folder = "mappings/";
        return assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Folder, StringComparison.Ordinal))
            .ToFrozenDictionary(n => n[Folder.Length..^Suffix.Length], n =>
            {
                using var text = new StreamReader(assembly.GetManifestResourceStream(n)!);
                return text.ReadToEnd();
            }, StringComparer.Ordinal);
    }
}
