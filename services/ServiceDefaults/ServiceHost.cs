using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults;

/// <summary>Builds and runs a service: what every service needs, around what it says of itself.</summary>
public static class ServiceHost
{
    /// <summary>
    /// Runs the service until it is told to stop; the result is the exit code of the process. With <c>--health</c> it
    /// only asks the service that runs beside it whether that is ready.
    /// </summary>
    public static async Task<int> RunAsync<T>(string[] args) where T : IRiskService
    {
        if (args is [HealthProbe.Option, ..])
            return await HealthProbe.RunAsync(args[1..]);
        try
        {
            await using var app = Build<T>(args);
            await app.RunAsync();
            return 0;
        }
        catch (StartException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return 1;
        }
        catch (IOException busy) when (busy.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync(busy.Message);
            return 1;
        }
    }

    /// <summary>
    /// Builds the service without starting it. <paramref name="outer"/> comes first: settings and registrations that it
    /// makes are the ones that hold.
    /// </summary>
    public static WebApplication Build<T>(string[] args, Action<WebApplicationBuilder>? outer = null)
        where T : IRiskService
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Configuration.AddEnvironmentVariables("RISK__");
        builder.Configuration.AddCommandLine(args);
        builder.Services.AddSingleton(new ServiceInfo(T.Name, typeof(T).Assembly));
        outer?.Invoke(builder);
        builder.AddFrame();
        T.AddTo(builder);
        builder.AddEvents();
        builder.AddAudit();
        Settings.ThrowIfWrong(builder);
        var app = builder.Build();
        app.MapFrame();
        T.MapTo(app);
        return app;
    }
}
