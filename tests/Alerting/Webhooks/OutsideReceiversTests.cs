using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Risk.Alerting.Tests.Receivers;
using Risk.Monitoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Webhooks;

/// <summary>Deliveries as others read them; the clock stays true here, because they look at the time.</summary>
public sealed partial class OutsideReceiversTests(AlertingFixture alerting) : IClassFixture<AlertingFixture>
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(30);
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Alerting", "Receivers");

    [Fact]
    public async Task Standardwebhooks_and_cloudevents_of_npm_accept_a_delivery()
    {
        Directory.Exists(Path.Combine(Folder, "node_modules")).ShouldBeTrue(
            "Install the libraries: npm ci --prefix tests/Alerting/Receivers");
        using var node = Start("node", Path.Combine(Folder, "receiver.js"));
        try
        {
            var port = await node.StandardOutput.ReadLineAsync().WaitAsync(TimeMax);
            var made = await alerting.Client.Subscriptions.CreateSubscriptionAsync(
                new() { Subscription = new() { Url = $"http://127.0.0.1:{port}/" } });
            await node.StandardInput.WriteLineAsync(made.Secret);
            await node.StandardInput.FlushAsync();
            var debtor = new Debtor(alerting);
            await debtor.Warn(Severity.Serious);

            var line = await node.StandardOutput.ReadLineAsync().WaitAsync(TimeMax);

            var seen = JsonNode.Parse(line!)!;
            ((bool)seen["verified"]!, (bool)seen["verifiedAfterChange"]!, (bool)seen["validEvent"]!)
                .ShouldBe((true, false, true));
            ((string?)seen["type"], (string?)seen["subject"], (string?)seen["legalName"]).ShouldBe(
                ("risk.alerting.alert_opened.v1", debtor.Id, debtor.Name));
            ((string?)seen["id"]).ShouldBe((await alerting.SqlAsync<Guid>(
                "SELECT event_id FROM outbox WHERE subject = $1", debtor.Id)).ToString());
            await alerting.Client.Subscriptions.DeleteSubscriptionAsync(
                new() { SubscriptionId = made.Subscription.SubscriptionId });
        }
        finally
        {
            node.Kill();
        }
    }

    [Theory]
    [InlineData("python", "python3", "-c", """
        import json, sys
        case = json.load(sys.stdin)
        def seen(body): return verify(case["secret"], case["headers"], body.encode())
        print(seen(case["body"]), seen(case["body"] + " "))
        """, "True False")]
    [InlineData("js", "node", "-e", """
        const case_ = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
        const seen = body => verify(case_.secret, case_.headers, Buffer.from(body));
        console.log(seen(case_.body), seen(case_.body + ' '));
        """, "true false")]
    public async Task The_readme_shows_how_to_verify(
        string language, string program, string option, string harness, string said)
    {
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Serious);
        var sent = (await receiver.UntilAsync(debtor.Id, 1))[0];
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "services", "Alerting", "README.md"));
        var snippet = Fenced().Matches(readme).Single(m => m.Groups["language"].Value == language).Groups["code"].Value;

        using var process = Start(program, option, snippet + "\n" + harness);
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(new
        {
            secret = receiver.Secret,
            headers = sent.Headers,
            body = System.Text.Encoding.UTF8.GetString(sent.Body),
        }));
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeMax);

        output.Trim().ShouldBe(said, await process.StandardError.ReadToEndAsync());
    }

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    [GeneratedRegex(
        "```(?<language>python|js)\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Fenced();
}
