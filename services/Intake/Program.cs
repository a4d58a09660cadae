using Risk.ServiceDefaults;
using Risk.Intake;

return await ServiceHost.RunAsync<IntakeService>(args);
