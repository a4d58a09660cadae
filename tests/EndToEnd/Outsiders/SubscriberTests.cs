using System.Net.Http.Json;
using Grpc.Core;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Risk.EndToEnd.Tests.Suite;
using Risk.Intake.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.EndToEnd.Tests.Outsiders;

/// <summary>An outside party hears of customers with an AMQP client and a JSON parser, and nothing of ours.</summary>
public sealed class SubscriberTests : IAsyncLifetime
{
    private const string Password = "outside";

    private readonly string user = $"crm-{Guid.CreateVersion7():n}";
    private RabbitServer rabbit = null!;
    private Uri broker = null!;
    private StandaloneSuite suite = null!;
    private ReadmeSubscriber subscriber = null!;

    public async Task InitializeAsync()
    {
        rabbit = await RabbitServer.SharedAsync();
        broker = await rabbit.AddVhostAsync();
        suite = await StandaloneSuite.StartAsync(
            $"--Broker:Uri={broker}", "--Rescoring:QuietMilliseconds=50", "--Rescoring:DelayMaxMilliseconds=1000");
        await AdmitAsync();
        var key = await suite.Client.ApiKeys.CreateApiKeyAsync(
            new() { Name = "crm", Owner = "crm team", Roles = { Role.Integrator } });
        subscriber = new ReadmeSubscriber(
            new UriBuilder(broker) { UserName = user, Password = Password }.Uri, suite.Address, key.Secret);
    }

    public async Task DisposeAsync()
    {
        await subscriber.DisposeAsync();
        await suite.DisposeAsync();
        await rabbit.RemoveVhostAsync(broker);
        (await rabbit.Management.DeleteAsync($"/api/users/{user}")).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task The_subscriber_of_the_readme_hears_grades_and_alerts_and_misses_none_while_it_is_away()
    {
        var before = await RegisterAsync("before it came");
        subscriber.Start();
        await subscriber.SaysAsync($"{before} GRADE_UNSPECIFIED -> GRADE_");
        await subscriber.SaysAsync("caught up");

        var live = await RegisterAsync("while it listens");
        await subscriber.SaysAsync($"{live} GRADE_UNSPECIFIED -> GRADE_");
        await DeclareInsolventAsync(live);
        await subscriber.SaysAsync($"{live} GRADE_", "-> GRADE_D");
        await subscriber.SaysAsync($"{live} ", "ALERT_STATE_OPEN");

        await subscriber.KillAsync();
        var heard = subscriber.Lines.ToList();
        var queue = $"/api/queues/{Uri.EscapeDataString(broker.AbsolutePath.TrimStart('/'))}/{ReadmeSubscriber.Queue}";
        (await rabbit.Management.DeleteAsync(queue)).EnsureSuccessStatusCode();
        var away = await RegisterAsync("while it is away");
        await DeclareInsolventAsync(away);
        await HasAlertAsync(away);

        subscriber.Start();
        await subscriber.SaysAsync("caught up");
        await subscriber.SaysAsync($"{away} ", "ALERT_STATE_OPEN");
        subscriber.Lines.ShouldContain(line => line.Contains(away) && line.EndsWith("-> GRADE_D"));
        subscriber.Lines.ShouldBeUnique();
        subscriber.Lines.Where(heard.Contains).Except([.. heard.TakeLast(1), "caught up"]).ShouldBeEmpty(
            "only what it had in hand when it was killed may come again");

        var after = await RegisterAsync("after it came back");
        await subscriber.SaysAsync($"{after} GRADE_UNSPECIFIED -> GRADE_");
    }

    [Theory]
    [InlineData("risk.intake.credential_changed.v1.#")]
    [InlineData("#")]
    [InlineData("*.*.credential_changed.#")]
    public async Task A_subscriber_cannot_hear_of_credentials(string key)
    {
        var factory = new ConnectionFactory
        {
            Uri = new UriBuilder(broker) { UserName = user, Password = Password }.Uri,
        };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync("crm-other", durable: true, exclusive: false, autoDelete: false);

        var refused = await Should.ThrowAsync<OperationInterruptedException>(
            () => channel.QueueBindAsync("crm-other", "risk.events", key));

        refused.ShutdownReason!.ReplyText.ShouldContain("ACCESS_REFUSED");
    }

    /// <summary>A user of the broker who may no more than the README says.</summary>
    private async Task AdmitAsync()
    {
        var (configure, write, read) = ReadmeSubscriber.Permissions;
        using var account = JsonContent.Create(new { password = Password, tags = "" });
        (await rabbit.Management.PutAsync($"/api/users/{user}", account)).EnsureSuccessStatusCode();
        using var rights = JsonContent.Create(new { configure, write, read });
        var vhost = Uri.EscapeDataString(broker.AbsolutePath.TrimStart('/'));
        (await rabbit.Management.PutAsync($"/api/permissions/{vhost}/{user}", rights)).EnsureSuccessStatusCode();
        var (writes, reads) = ReadmeSubscriber.Topics;
        using var topics = JsonContent.Create(new { exchange = "risk.events", write = writes, read = reads });
        (await rabbit.Management.PutAsync($"/api/topic-permissions/{vhost}/{user}", topics))
            .EnsureSuccessStatusCode();
    }

    private async Task<string> RegisterAsync(string name)
    {
        var registered = await suite.Client.Customers.RegisterCustomerAsync(new()
        {
            Customer = new() { LegalName = name, CountryCode = "DE", Status = CustomerStatus.Active },
        });
        return registered.Customer.CustomerId;
    }

    private async Task DeclareInsolventAsync(string customerId)
    {
        await GradedAsync(customerId);
        await suite.Client.Customers.ChangeCustomerAsync(new()
        {
            CustomerId = customerId,
            Customer = new() { Status = CustomerStatus.Insolvent },
            UpdateMask = new() { Paths = { "status" } },
        });
    }

    private Task GradedAsync(string customerId) => UntilAsync(async () =>
        (await suite.Client.Scores.ListScoresAsync(new() { CustomerId = customerId })).Scores.Count > 0);

    private Task HasAlertAsync(string customerId) => UntilAsync(async () =>
        (await suite.Client.Alerts.ListAlertsAsync(new() { CustomerId = customerId })).Alerts.Count > 0);

    private async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await HoldsAsync(holds))
        {
            patience.IsCancellationRequested.ShouldBeFalse(suite.Log);
            await Task.Delay(100);
        }
    }

    private static async Task<bool> HoldsAsync(Func<Task<bool>> holds)
    {
        try
        {
            return await holds();
        }
        catch (RpcException unknown) when (unknown.StatusCode == StatusCode.NotFound)
        {
            // The service has not heard of the customer yet.
            return false;
        }
    }
}
