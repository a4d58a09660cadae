using Risk.Client;
using Risk.Intake.V1;

namespace Risk.MainJob.Steps;

/// <summary>Imports files through the public API, each by its mapping.</summary>
internal sealed class ImportFiles(RiskClient client, ProgressBars progress)
{
    public async Task<IReadOnlyList<ImportDocumentsResponse>> RunAsync(
        IReadOnlyList<FileToImport> files, CancellationToken cancellation)
    {
        var imported = new List<ImportDocumentsResponse>();
        foreach (var file in files)
        {
            var mapping = await MappingNameAsync(file.Mapping, cancellation);
            imported.Add(await progress.RunAsync(
                $"import {file.File.Name} by {mapping}",
                file.File.Length,
                report => client.ImportAsync(file.File, mapping, report, cancellation)));
        }

        return imported;
    }

    private async Task<string> MappingNameAsync(string mapping, CancellationToken cancellation)
    {
        if (!File.Exists(mapping))
        {
            var known = await client.Imports.ListMappingsAsync(new(), cancellationToken: cancellation);
            return known.Mappings.Any(m => m.Name == mapping)
                ? mapping
                : throw new JobException(
                    $"--mapping: '{mapping}' is neither a file nor one of " +
                    $"{string.Join(", ", known.Mappings.Select(m => m.Name))}.");
        }

        var name = Path.GetFileNameWithoutExtension(mapping).ToLowerInvariant();
        var shipped = await client.Imports.ListMappingsAsync(new(), cancellationToken: cancellation);
        var yaml = await File.ReadAllTextAsync(mapping, cancellation);
        if (shipped.Mappings.FirstOrDefault(m => m.Name == name) is { } same)
        {
            if (same.Yaml == yaml)
                return name;
            name = same.Shipped ? $"own-{name}" : name;
        }

        var request = new PutMappingRequest { Name = name, Yaml = yaml };
        return (await client.Imports.PutMappingAsync(request, cancellationToken: cancellation)).Name;
    }
}
