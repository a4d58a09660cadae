using Risk.Scoring;
using Risk.ServiceDefaults;

return await ServiceHost.RunAsync<ScoringService>(args);
