using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using Risk.Alerting.Tests.Receivers;
using Risk.Alerting.V1;
using Risk.Intake.V1;
using Risk.Monitoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Subscriptions;

[Collection(AlertingCollection.Name)]
public sealed class CreateSubscriptionTests(AlertingFixture alerting)
{
    [Fact]
    public async Task A_subscription_over_rest_has_a_secret_that_is_told_once_and_lies_sealed()
    {
        using var answer = await alerting.Http.PostAsJsonAsync(new Uri("/v1/subscriptions", UriKind.Relative),
            new { url = "https://192.0.2.1/hooks", severityAtLeast = "SEVERITY_SERIOUS", kinds = new[] { "WARNING" } });
        var made = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        var id = (string)made["subscription"]!["subscriptionId"]!;
        var secret = Convert.FromBase64String(((string)made["secret"]!)["whsec_".Length..]);

        answer.EnsureSuccessStatusCode();
        secret.Length.ShouldBe(32);
        var listed = await alerting.Http.GetStringAsync(new Uri("/v1/subscriptions?pageSize=500", UriKind.Relative));
        listed.ShouldContain(id);
        listed.ShouldNotContain("whsec_");
        var kept = await alerting.SqlAsync<byte[]>(
            "SELECT secret FROM subscriptions WHERE subscription_id = $1", Guid.Parse(id));
        kept.AsSpan().IndexOf(secret).ShouldBe(-1);
        (await alerting.SqlAsync<long>(
            "SELECT count(*) FROM audit_entries WHERE subject = $1 AND action = 'subscriptions.create'", id))
            .ShouldBe(1);
    }

    [Fact]
    public async Task A_repeated_request_gives_the_same_subscription_and_no_table_has_its_answer()
    {
        var request = Request("https://192.0.2.1/again");
        request.RequestId = Guid.CreateVersion7().ToString();

        var first = await alerting.Client.Subscriptions.CreateSubscriptionAsync(request.Clone());
        var again = await alerting.Client.Subscriptions.CreateSubscriptionAsync(request.Clone());
        request.Subscription.Kinds.Add("WARNING");
        var other = await Should.ThrowAsync<RpcException>(async () =>
            await alerting.Client.Subscriptions.CreateSubscriptionAsync(request.Clone()));

        again.ShouldBe(first);
        other.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        (await alerting.SqlAsync<long>("SELECT count(*) FROM idempotency WHERE request_id = $1", request.RequestId))
            .ShouldBe(0);
    }

    [Theory]
    [InlineData("", "is required")]
    [InlineData("nonsense", "is no https address")]
    [InlineData("ftp://192.0.2.1/", "is no https address")]
    [InlineData("https://user:secret@192.0.2.1/", "must have no user")]
    [InlineData("https://nowhere.invalid/", "cannot be found")]
    public async Task An_address_that_cannot_be_posted_to_is_refused_with_the_reason(string url, string reason)
    {
        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await alerting.Client.Subscriptions.CreateSubscriptionAsync(Request(url)));

        refused.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        refused.Status.Detail.ShouldContain("subscription.url");
        refused.Status.Detail.ShouldContain(reason);
    }

    [Fact]
    public async Task An_unknown_kind_or_severity_is_refused()
    {
        var request = Request("https://192.0.2.1/");
        request.Subscription.Kinds.Add("WEATHER");
        request.Subscription.SeverityAtLeast = (Severity)9;

        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await alerting.Client.Subscriptions.CreateSubscriptionAsync(request));

        refused.Status.Detail.ShouldContain("subscription.kinds");
        refused.Status.Detail.ShouldContain("subscription.severity_at_least");
    }

    [Fact]
    public async Task Only_administrators_and_integrators_subscribe()
    {
        using var sales = await alerting.SomebodyAsync("sales", Role.Sales, Role.Risk, Role.Auditor);

        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await sales.Subscriptions.CreateSubscriptionAsync(Request("https://192.0.2.1/")));

        refused.StatusCode.ShouldBe(StatusCode.PermissionDenied);
    }

    [Fact]
    public async Task A_subscription_gets_what_its_filter_wants_and_nothing_else()
    {
        await using var all = await Receiver.SubscribedAsync(alerting);
        await using var grave = await Receiver.SubscribedAsync(alerting, Severity.Serious);
        await using var grades = await Receiver.SubscribedAsync(alerting, default, "GRADE_DROPPED");
        var debtor = new Debtor(alerting);

        await debtor.Warn(Severity.Notice, "A");
        await debtor.Warn(Severity.Critical, "B");
        await debtor.Grade(Scoring.V1.Grade.A, Scoring.V1.Grade.Bbb);

        await all.UntilAsync(debtor.Id, 3);
        (await grave.UntilAsync(debtor.Id, 1)).ShouldHaveSingleItem().Alert["rule"]!.ToString().ShouldBe("B");
        (await grades.UntilAsync(debtor.Id, 1)).ShouldHaveSingleItem().Alert["kind"]!.ToString()
            .ShouldBe("GRADE_DROPPED");
    }

    private static CreateSubscriptionRequest Request(string url) => new() { Subscription = new() { Url = url } };
}
