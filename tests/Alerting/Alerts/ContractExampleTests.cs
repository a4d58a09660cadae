using System.Text.RegularExpressions;
using Google.Protobuf;
using Risk.Alerting.V1;
using Risk.Intake.V1;
using Risk.Monitoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Alerts;

/// <summary>What contracts/README.md shows outsiders of an alert is what they get.</summary>
[Collection(AlertingCollection.Name)]
public sealed partial class ContractExampleTests(AlertingFixture alerting)
{
    [Fact]
    public async Task The_example_of_an_opened_alert_is_what_comes_of_its_cause()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "contracts", "README.md"));
        var example = AlertOpened.Parser.ParseJson(Example().Match(readme).Groups["json"].Value).Alert;
        var cause = example.Causes.ShouldHaveSingleItem();
        await alerting.DeliverAsync("intake", example.CustomerId, new CustomerRegistered
        {
            Customer = new()
            {
                CustomerId = example.CustomerId,
                LegalName = example.LegalName,
                Salesperson = example.Owner,
            },
        });
        await alerting.DeliverAsync("monitoring", example.CustomerId, new WarningRaised
        {
            Warning = new()
            {
                WarningId = cause.WarningId,
                CustomerId = example.CustomerId,
                Rule = cause.Rule,
                Severity = cause.Severity,
                State = WarningState.Open,
                Text = cause.Text,
            },
        });

        var alert = (await alerting.PublishedAsync<AlertOpened>(example.CustomerId)).ShouldHaveSingleItem().Alert;

        WithoutIdsAndTimes(alert).ShouldBe(WithoutIdsAndTimes(example));
    }

    /// <summary>What differs each time.</summary>
    private static string WithoutIdsAndTimes(Alert alert)
    {
        var bare = alert.Clone();
        bare.AlertId = "";
        (bare.DueAt, bare.OpenedAt, bare.ChangedAt) = (null, null, null);
        bare.EventIds.ShouldHaveSingleItem();
        bare.EventIds.Clear();
        foreach (var entry in bare.History)
            (entry.At, entry.EventId) = (null, "");
        foreach (var cause in bare.Causes)
            cause.RaisedAt = null;
        return JsonFormatter.Default.Format(bare);
    }

    [GeneratedRegex(@"### AlertOpened \(alerting\).*?```json\n(?<json>.*?)```",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Example();
}
