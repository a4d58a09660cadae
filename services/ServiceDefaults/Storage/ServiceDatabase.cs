using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;
using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults.Storage;

public static class ServiceDatabase
{
    /// <summary>
    /// Gives the service its schema: migrations at start, one data source with the runtime role, a scoped
    /// <typeparamref name="TDb"/> that is also the scoped <see cref="ServiceDb"/>.
    /// </summary>
    public static void AddServiceDatabase<TDb>(this WebApplicationBuilder builder) where TDb : ServiceDb
    {
        var settings = builder.AddSettings<DatabaseSettings>();
        var service = builder.Service();
        var services = builder.Services;
        services.AddSingleton<Migrations>();
        services.AddSingleton<IReadiness>(provider => provider.GetRequiredService<Migrations>());
        services.AddHostedService(provider => provider.GetRequiredService<Migrations>());
        services.AddSingleton<IReadiness, DatabaseReadiness>();
        services.AddSingleton(provider => RuntimeSource(settings, service, provider));
        services.AddDbContextPool<TDb>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
            .AddInterceptors(provider.GetServices<IInterceptor>())
            .ConfigureWarnings(w => w.Ignore(CoreEventId.SaveChangesFailed)));
        services.AddScoped<ServiceDb>(provider => provider.GetRequiredService<TDb>());
        services.TryAddSingleton<ConstraintRefusals>();
    }

    /// <summary>Says what a broken constraint means to a caller.</summary>
    public static void AddConstraintRefusal(
        this IServiceCollection services, string constraint, Func<Grpc.Core.RpcException> refuse) =>
        services.AddSingleton(new ConstraintRefusal(constraint, refuse));

    private static NpgsqlDataSource RuntimeSource(
        DatabaseSettings settings, ServiceInfo service, IServiceProvider provider)
    {
        var text = new NpgsqlConnectionStringBuilder(settings.RuntimeConnection)
        {
            SearchPath = service.Name,
            ApplicationName = "risk-" + service.Name,
            MaxPoolSize = settings.ConnectionsMax,
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            Timeout = 5,
        };
        var source = new NpgsqlDataSourceBuilder(text.ConnectionString) { Name = service.Name };
        source.UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>());
        return source.Build();
    }
}
