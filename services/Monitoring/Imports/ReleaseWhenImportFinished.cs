using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Intake.V1;
using Risk.Monitoring.Storage;
using Risk.ServiceDefaults.Events;

namespace Risk.Monitoring.Imports;

/// <summary>
/// Remembers that an import has ended and where its last events are: its customers wait until these are here, too, for
/// partitions do not come in step. Of one that has told nothing, nobody waits for the end.
/// </summary>
internal sealed class ReleaseWhenImportFinished(MonitoringDb db) : IReaction<ImportFinished>
{
    public async Task React(ImportFinished fact, EventContext context, CancellationToken ct)
    {
        if (!LogPosition.TryParseAll(fact.Position, out var positions))
            return;
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await ImportEnds.KeepAsync(connection, Guid.Parse(fact.Import.ImportId), positions, context.Time, ct);
    }
}
