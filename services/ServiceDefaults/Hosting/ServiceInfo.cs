using System.Reflection;
using Microsoft.AspNetCore.Builder;

namespace Risk.ServiceDefaults.Hosting;

/// <summary>Which service this host runs, and the assembly that holds its reactions and migrations.</summary>
public sealed record ServiceInfo(string Name, Assembly Assembly);

public static class Services
{
    /// <summary>The service that this builder is building.</summary>
    public static ServiceInfo Service(this WebApplicationBuilder builder) =>
        (ServiceInfo)builder.Services.Last(d => d.ServiceType == typeof(ServiceInfo)).ImplementationInstance!;
}
