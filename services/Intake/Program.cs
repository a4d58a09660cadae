using Risk.Intake;
using Risk.ServiceDefaults;

return await ServiceHost.RunAsync<IntakeService>(args);
