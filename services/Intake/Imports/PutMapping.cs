using System.Text;
using System.Text.RegularExpressions;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Intake.Mappings;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.Intake.Imports;

partial class ImportsService
{
    private const int YamlBytesMax = 64 * 1024;

    /// <summary>Keeps a mapping under a name, or replaces it.</summary>
    [Roles(Role.Administrator | Role.Integrator | Role.Finance)]
    public override async Task<V1.Mapping> PutMapping(V1.PutMappingRequest request, ServerCallContext context)
    {
        var check = new InputCheck();
        check.That(NameForm().IsMatch(request.Name), "name", new(
            "must be 1 to 64 lower-case letters, digits and hyphens", "须为 1 至 64 个小写字母、数字或连字符"));
        check.That(Encoding.UTF8.GetByteCount(request.Yaml) <= YamlBytesMax, "yaml", new(
            "is larger than 64 KiB", "超过 64 KiB"));
        check.ThrowIfAny();
        var mapping = Read(request);
        var (now, caller) = (clock.Now(), context.Caller().Id);
        await using var work = await db.BeginWorkAsync(context.CancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO mappings (name, yaml, sha256, changed_at, changed_by)
            VALUES ({request.Name}, {request.Yaml}, {mapping.Sha256}, {now}, {caller})
            ON CONFLICT (name) DO UPDATE SET yaml = excluded.yaml, sha256 = excluded.sha256,
                changed_at = excluded.changed_at, changed_by = excluded.changed_by
            """, context.CancellationToken);
        var kept = new V1.Mapping { Name = request.Name, Yaml = request.Yaml, Sha256 = mapping.Sha256 };
        audit.Add(context, "mappings.put", request.Name, kept);
        await db.SaveChangesAsync(context.CancellationToken);
        await work.CommitAsync(context.CancellationToken);
        return kept;
    }

    private static Mapping Read(V1.PutMappingRequest request)
    {
        try
        {
            return MappingReader.Read(request.Name, request.Yaml);
        }
        catch (MappingException wrong)
        {
            throw wrong.ToRefusal();
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}$", RegexOptions.None, 1000)]
    private static partial Regex NameForm();
}
