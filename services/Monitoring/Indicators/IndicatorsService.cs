using Npgsql;

namespace Risk.Monitoring.Indicators;

/// <summary>Shows what is watched of a customer.</summary>
internal sealed partial class IndicatorsService(NpgsqlDataSource source, TimeProvider clock)
    : V1.IndicatorsService.IndicatorsServiceBase;
