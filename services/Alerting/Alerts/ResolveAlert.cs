using Grpc.Core;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.Alerting.Alerts;

partial class AlertsService
{
    private const int ResolutionLengthMax = 1_000;

    /// <summary>Closes an alert with its outcome; what happens afterwards opens another one.</summary>
    [Roles(Workers)]
    public override async Task<V1.Alert> ResolveAlert(V1.ResolveAlertRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        Check(request);
        await using var transaction = await BeginAsync(ct);
        var alert = await UnresolvedAsync(request.AlertId, ct);
        alert.Resolve(context.Caller(), request.Outcome, request.Resolution, clock.Now());
        audit.Add(context, "alerts.resolve", alert.CustomerId.ToString(), alert.ToContract());
        await SaveAsync(alert, transaction, ct);
        return alert.ToContract();
    }

    private static void Check(V1.ResolveAlertRequest request)
    {
        var check = new InputCheck();
        check.That(request.Outcome is V1.AlertOutcome.True or V1.AlertOutcome.False or V1.AlertOutcome.Known,
            "outcome", new("must be true, false or known", "必须为属实、误报或已知之一"));
        if (check.Given(request.Resolution, "resolution"))
            check.NoLongerThan(ResolutionLengthMax, request.Resolution, "resolution");
        check.ThrowIfAny();
    }
}
