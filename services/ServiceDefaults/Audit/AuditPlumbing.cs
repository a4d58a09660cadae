using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Risk.ServiceDefaults.Audit;

/// <summary>The registrations of the audit.</summary>
public static class AuditPlumbing
{
    /// <summary>What every service has.</summary>
    public static void AddAudit(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Sealer>();
        builder.Services.AddScoped<AuditLog>();
    }
}
