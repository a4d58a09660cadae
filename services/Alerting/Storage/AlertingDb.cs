using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Storage;

namespace Risk.Alerting.Storage;

/// <summary>The tables of the alerting service; each noun maps its own.</summary>
internal sealed class AlertingDb(DbContextOptions<AlertingDb> options) : ServiceDb(options);
