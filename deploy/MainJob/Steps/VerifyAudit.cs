using Risk.Client;
using Risk.Types.V1;

namespace Risk.MainJob.Steps;

/// <summary>Has every service verify its audit chain.</summary>
internal sealed class VerifyAudit(RiskClient client)
{
    public async Task<IReadOnlyDictionary<string, VerifyAuditResponse>> RunAsync(CancellationToken cancellation) =>
        new SortedDictionary<string, VerifyAuditResponse>(StringComparer.Ordinal)
        {
            ["alerting"] = await client.AlertingAudit.VerifyAuditAsync(new(), cancellationToken: cancellation),
            ["intake"] = await client.IntakeAudit.VerifyAuditAsync(new(), cancellationToken: cancellation),
            ["monitoring"] = await client.MonitoringAudit.VerifyAuditAsync(new(), cancellationToken: cancellation),
            ["scoring"] = await client.ScoringAudit.VerifyAuditAsync(new(), cancellationToken: cancellation),
        };
}
