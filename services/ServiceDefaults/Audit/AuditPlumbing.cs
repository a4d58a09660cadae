using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults.Audit;

/// <summary>The registrations of the audit.</summary>
public static class AuditPlumbing
{
    /// <summary>What every service has.</summary>
    public static void AddAudit(this WebApplicationBuilder builder)
    {
        var settings = builder.AddSettings<AuditSettings>();
        var services = builder.Services;
        services.AddSingleton<Sealer>();
        services.AddScoped<AuditLog>();
        services.AddSingleton(_ => HeadSigner.From(settings));
        services.AddSingleton<HeadsFile>();
        services.AddSingleton<HeadKeeping>();
        services.AddSingleton<WitnessCall>();
        services.AddSingleton<IControlListener>(p => p.GetRequiredService<WitnessCall>());
        services.AddSingleton<IControlListener, WitnessHeads>();
        services.AddSingleton<IControlListener, WitnessStand>();
        services.AddSingleton(p => new AuditChain(
            p.GetRequiredService<NpgsqlDataSource>(), p.GetRequiredService<HeadSigner>(),
            p.GetRequiredService<HeadsFile>(), p.GetRequiredService<WitnessCall>(),
            p.GetRequiredService<ServiceInfo>()));
        services.AddHostedService<SealerLoop>();
    }
}
