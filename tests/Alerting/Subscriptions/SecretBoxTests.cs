using System.Security.Cryptography;
using Risk.Alerting.Subscriptions;
using Risk.Alerting.Tests.Receivers;
using Risk.Alerting.Webhooks;
using Risk.Monitoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Subscriptions;

[Collection(AlertingCollection.Name)]
public sealed class SecretBoxTests(AlertingFixture alerting)
{
    [Fact]
    public async Task All_who_make_the_key_at_once_have_the_same_one()
    {
        var id = Guid.CreateVersion7();
        for (var round = 0; round < 20; round++)
        {
            using var folder = new TemporaryFolder();
            var settings = new WebhookSettings { KeyFile = folder.File("webhooks.key"), MakeKeyFile = true };

            var boxes = await Task.WhenAll(
                Enumerable.Range(0, 8).Select(_ => Task.Run(() => SecretBox.From(settings))));

            var kept = boxes[0].Seal([1, 2, 3], id);
            boxes.ShouldAllBe(box => box.Open(kept, id).SequenceEqual(new byte[] { 1, 2, 3 }));
            folder.Files.ShouldHaveSingleItem();
        }
    }

    [Fact]
    public void A_missing_key_is_a_fault_where_instances_share_it()
    {
        using var folder = new TemporaryFolder();
        var settings = new WebhookSettings { KeyFile = folder.File("webhooks.key") };

        settings.Faults().ShouldHaveSingleItem().ShouldStartWith("KeyFile: there is no file");
        (settings with { MakeKeyFile = true }).Faults().ShouldBeEmpty();
        folder.Files.ShouldBeEmpty();
    }

    [Fact]
    public void An_empty_key_is_a_fault()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("webhooks.key"), "");

        new WebhookSettings { KeyFile = folder.File("webhooks.key"), MakeKeyFile = true }.Faults()
            .ShouldHaveSingleItem().ShouldEndWith("does not hold 32 bytes in base64");
    }

    [Fact]
    public async Task An_instance_with_another_key_costs_no_attempt_and_another_one_can_deliver()
    {
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        var id = Guid.Parse(receiver.SubscriptionId);
        var right = await alerting.SqlAsync<byte[]>("SELECT secret FROM subscriptions WHERE subscription_id = $1", id);
        var elsewhere = new SecretBox(RandomNumberGenerator.GetBytes(32)).Seal([1, 2, 3], id);
        await alerting.SqlAsync("UPDATE subscriptions SET secret = $2 WHERE subscription_id = $1", id, elsewhere);
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Notice);
        await AlertingFixture.UntilAsync(
            async () => await alerting.SqlAsync<bool>(
                """
                SELECT due_at > created_at + interval '50 s' AND leased_until IS NULL AND attempts = 0
                FROM deliveries WHERE subscription_id = $1
                """, id),
            "the delivery put off");

        await alerting.SqlAsync("UPDATE subscriptions SET secret = $2 WHERE subscription_id = $1", id, right);
        alerting.Pass(TimeSpan.FromSeconds(61));

        (await receiver.UntilAsync(debtor.Id, 1))[0].IsSignedWith(receiver.Secret).ShouldBeTrue();
        await AlertingFixture.UntilAsync(
            async () => await receiver.AttemptsAsync(alerting) is [{ Number: 1, StatusCode: 204 }], "the one attempt");
        alerting.Log.Errors.ShouldContain(line => line.Contains("cannot be opened", StringComparison.Ordinal)
            && line.Contains(receiver.SubscriptionId, StringComparison.Ordinal));
    }

    private sealed class TemporaryFolder : IDisposable
    {
        private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("risk-key-");

        public IEnumerable<string> Files => directory.EnumerateFiles().Select(f => f.Name);

        public string File(string name) => Path.Combine(directory.FullName, name);

        public void Dispose() => directory.Delete(recursive: true);
    }
}
