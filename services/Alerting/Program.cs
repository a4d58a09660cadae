using Risk.Alerting;
using Risk.ServiceDefaults;

return await ServiceHost.RunAsync<AlertingService>(args);
