using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Storage;

namespace Risk.Monitoring.Storage;

/// <summary>The tables of the monitoring service; each noun maps its own.</summary>
internal sealed class MonitoringDb(DbContextOptions<MonitoringDb> options) : ServiceDb(options);
