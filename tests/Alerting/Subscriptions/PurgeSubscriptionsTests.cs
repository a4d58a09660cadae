using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Risk.Alerting.Subscriptions;
using Risk.Alerting.Tests.Receivers;
using Risk.Alerting.V1;
using Risk.Monitoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Subscriptions;

/// <summary>Whoever works on one subscription keeps nobody from opening alerts.</summary>
[Collection(AlertingCollection.Name)]
public sealed class PurgeSubscriptionsTests(AlertingFixture alerting)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Alerts_are_opened_while_a_redelivery_is_being_asked_for()
    {
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Notice, "A");
        await DeliveredAsync(receiver);
        await using var holding = await HoldDeliveriesAsync(receiver.SubscriptionId);
        var asking = alerting.Client.Subscriptions.RedeliverSubscriptionAsync(
            new() { SubscriptionId = receiver.SubscriptionId, From = new() }).ResponseAsync;
        await AlertingFixture.UntilAsync(() => WaitsAsync("UPDATE deliveries"), "the redelivery at work");

        await debtor.Warn(Severity.Notice, "B").WaitAsync(Patience);

        asking.IsCompleted.ShouldBeFalse();
        await holding.Transaction.RollbackAsync();
        (await asking).Messages.ShouldBe(1);
    }

    [Fact]
    public async Task A_subscription_is_gone_at_once_and_its_rows_soon()
    {
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        var id = Guid.Parse(receiver.SubscriptionId);
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Notice, "A");
        await DeliveredAsync(receiver);
        await using var holding = await HoldDeliveriesAsync(receiver.SubscriptionId);

        await alerting.Client.Subscriptions.DeleteSubscriptionAsync(new() { SubscriptionId = receiver.SubscriptionId })
            .ResponseAsync.WaitAsync(Patience);
        await debtor.Warn(Severity.Notice, "B").WaitAsync(Patience);
        var listed = await alerting.Client.Subscriptions.ListSubscriptionsAsync(new() { PageSize = 500 });
        var again = await Should.ThrowAsync<RpcException>(async () =>
            await alerting.Client.Subscriptions.DeleteSubscriptionAsync(
                new() { SubscriptionId = receiver.SubscriptionId }));

        listed.Subscriptions.ShouldNotContain(s => s.SubscriptionId == receiver.SubscriptionId);
        again.StatusCode.ShouldBe(StatusCode.NotFound);
        (await alerting.SqlAsync<byte[]>("SELECT secret FROM subscriptions WHERE subscription_id = $1", id))
            .ShouldBeEmpty();
        await holding.Transaction.RollbackAsync();
        await alerting.Services.GetRequiredService<PurgeSubscriptions>().PurgeAsync(CancellationToken.None);
        (await alerting.SqlAsync<long>(
            """
            SELECT (SELECT count(*) FROM subscriptions WHERE subscription_id = $1)
                 + (SELECT count(*) FROM deliveries WHERE subscription_id = $1)
                 + (SELECT count(*) FROM attempts WHERE subscription_id = $1)
            """, id)).ShouldBe(0);
        receiver.Of(debtor.Id).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_same_request_makes_another_one_after_the_first_was_deleted()
    {
        var request = new CreateSubscriptionRequest
        {
            Subscription = new() { Url = "https://192.0.2.1/anew" },
            RequestId = Guid.CreateVersion7().ToString(),
        };
        var first = await alerting.Client.Subscriptions.CreateSubscriptionAsync(request.Clone());
        await alerting.Client.Subscriptions.DeleteSubscriptionAsync(
            new() { SubscriptionId = first.Subscription.SubscriptionId });

        var second = await alerting.Client.Subscriptions.CreateSubscriptionAsync(request.Clone());

        second.Subscription.SubscriptionId.ShouldNotBe(first.Subscription.SubscriptionId);
        second.Secret.ShouldNotBe(first.Secret);
    }

    [Fact]
    public async Task More_than_can_be_sent_again_at_once_is_asked_for_in_steps()
    {
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        var id = Guid.Parse(receiver.SubscriptionId);
        await alerting.SqlAsync(
            """
            WITH made AS (
                INSERT INTO messages (message_id, customer_id, alert_id, traceparent, body, created_at)
                SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '', '{"subject":""}',
                       timestamptz '2020-01-01Z' + n * interval '1 s'
                FROM generate_series(1, 10050) n
                RETURNING message_id, created_at)
            INSERT INTO deliveries (subscription_id, message_id, state, attempts, attempts_in_row, due_at, created_at)
            SELECT $1, message_id, 3, 10, 10, created_at, created_at FROM made
            """, id);
        var request = new RedeliverSubscriptionRequest { SubscriptionId = receiver.SubscriptionId, From = new() };

        var first = await alerting.Client.Subscriptions.RedeliverSubscriptionAsync(request.Clone());
        request.From = first.NextFrom;
        var second = await alerting.Client.Subscriptions.RedeliverSubscriptionAsync(request.Clone());

        (first.Messages, second.Messages, second.NextFrom).ShouldBe((10_000, 50, null));
        (await alerting.SqlAsync<long>(
            "SELECT count(*) FROM deliveries WHERE subscription_id = $1 AND state = 3", id)).ShouldBe(0);
    }

    private Task DeliveredAsync(Receiver receiver) => AlertingFixture.UntilAsync(
        async () => await alerting.SqlAsync<bool>(
            "SELECT state = 2 AND leased_until IS NULL FROM deliveries WHERE subscription_id = $1",
            Guid.Parse(receiver.SubscriptionId)),
        "the delivery");

    private Task<bool> WaitsAsync(string statement) => alerting.SqlAsync<bool>(
        """
        SELECT EXISTS (SELECT FROM pg_stat_activity
                       WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE $1 || '%')
        """, statement);

    private async Task<Held> HoldDeliveriesAsync(string subscriptionId)
    {
        var connection = await alerting.Database.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(
            "SELECT * FROM deliveries WHERE subscription_id = $1 FOR UPDATE", connection);
        command.Parameters.Add(new() { Value = Guid.Parse(subscriptionId) });
        await command.ExecuteNonQueryAsync();
        return new Held(connection, transaction);
    }

    private sealed record Held(NpgsqlConnection Connection, NpgsqlTransaction Transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Transaction.DisposeAsync();
            await Connection.DisposeAsync();
        }
    }
}
