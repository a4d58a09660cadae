using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Intake.Mappings;
using Risk.ServiceDefaults.Identity;

namespace Risk.Intake.Imports;

partial class ImportsService
{
    /// <summary>Lists the mappings, shipped ones and kept ones, by name.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ListMappingsResponse> ListMappings(
        V1.ListMappingsRequest request, ServerCallContext context)
    {
        var kept = await db.Mappings.AsNoTracking().ToListAsync(context.CancellationToken);
        var shipped = MappingStore.Shipped.Where(s => kept.TrueForAll(k => k.Name != s.Key))
            .Select(s => new V1.Mapping
            {
                Name = s.Key,
                Yaml = s.Value,
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(s.Value))),
                Shipped = true,
            });
        return new()
        {
            Mappings =
            {
                kept.Select(k => new V1.Mapping { Name = k.Name, Yaml = k.Yaml, Sha256 = k.Sha256 })
                    .Concat(shipped).OrderBy(m => m.Name, StringComparer.Ordinal),
            },
        };
    }
}
