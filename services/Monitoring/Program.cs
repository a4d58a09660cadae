using Risk.Monitoring;
using Risk.ServiceDefaults;

return await ServiceHost.RunAsync<MonitoringService>(args);
