using Npgsql;

namespace Risk.Scoring.Samples;

/// <summary>Makes samples of the suite's own history.</summary>
internal sealed partial class SamplesService(NpgsqlDataSource source, TimeProvider clock)
    : V1.SamplesService.SamplesServiceBase;
