using Risk.ServiceDefaults;
using Risk.Scoring;

return await ServiceHost.RunAsync<ScoringService>(args);
