using System.Diagnostics;
using Risk.Alerting.V1;
using Risk.Client;
using Risk.MainJob.Steps;

namespace Risk.MainJob.Alerts;

/// <summary>What the suite says of its alerts, against what came by webhook.</summary>
internal sealed record AlertAccount
{
    /// <summary>Why nothing was delivered; empty when it was.</summary>
    public required string Refusal { get; init; }

    /// <summary>Alerts that are not resolved, whenever they were opened.</summary>
    public required int Unresolved { get; init; }

    /// <summary>Those of them that have changed since the receiver subscribed.</summary>
    public required int Changed { get; init; }

    /// <summary>Those of them whose present state did not come.</summary>
    public required int Missing { get; init; }
    public required int Messages { get; init; }
    public required int Unverified { get; init; }

    /// <summary>Those that came and were resolved since.</summary>
    public required int Resolved { get; init; }

    /// <summary>Those that came and stand, the gravest first.</summary>
    public required IReadOnlyList<DeliveredAlert> Delivered { get; init; }

    public IEnumerable<(string Kind, string Family, int Gravity, int Count)> ByKind() => Delivered
        .GroupBy(alert => (alert.Kind, alert.Family, alert.Gravity))
        .OrderByDescending(group => group.Key.Gravity).ThenByDescending(group => group.Count())
        .Select(group => (group.Key.Kind, group.Key.Family, group.Key.Gravity, group.Count()));
}

/// <summary>Waits until the alerts have come to rest and each was delivered, and compares the two.</summary>
internal sealed class AwaitAlerts(RiskClient client, ProgressBars progress)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(2);

    public Task<AlertAccount> RunAsync(AlertReceiver receiver, CancellationToken cancellation) =>
        progress.RunAsync("receive alerts by webhook", 1, async _ =>
        {
            var watch = Stopwatch.StartNew();
            var (before, since) = ("", watch.Elapsed);
            while (true)
            {
                var alerts = await ReadAsync(cancellation);
                var account = Compare(alerts, receiver);
                var state = $"{account.Changed} {account.Messages} {account.Missing}";
                if (state != before)
                    (before, since) = (state, watch.Elapsed);
                var rests = watch.Elapsed - since > Rest;
                if ((rests && (account.Missing == 0 || receiver.Refusal.Length > 0)) || watch.Elapsed > TimeMax)
                    return account;
                await Task.Delay(LookEvery, cancellation);
            }
        });

    private static AlertAccount Compare(IReadOnlyList<Alert> alerts, AlertReceiver receiver)
    {
        var delivered = receiver.Delivered.ToDictionary(alert => alert.AlertId, StringComparer.Ordinal);
        var changed = alerts.Where(alert => alert.ChangedAt.ToDateTimeOffset() >= receiver.Since).ToList();
        return new()
        {
            Refusal = receiver.Refusal,
            Unresolved = alerts.Count,
            Changed = changed.Count,
            Missing = changed.Count(alert => !delivered.TryGetValue(alert.AlertId, out var came)
                || came.ChangedAt < alert.ChangedAt.ToDateTimeOffset()),
            Messages = receiver.Messages.All,
            Unverified = receiver.Messages.Unverified,
            Resolved = delivered.Values.Count(alert => alert.IsResolved),
            Delivered = [.. delivered.Values
                .Where(alert => !alert.IsResolved)
                .OrderByDescending(alert => alert.Gravity)
                .ThenBy(alert => alert.DueAt)
                .ThenBy(alert => alert.LegalName, StringComparer.Ordinal)],
        };
    }

    private async Task<IReadOnlyList<Alert>> ReadAsync(CancellationToken cancellation) => await AllPages.ReadAsync(
        token => client.Alerts.ListAlertsAsync(
            new() { PageSize = 500, PageToken = token }, cancellationToken: cancellation).ResponseAsync,
        page => page.Alerts, page => page.NextPageToken);
}
