using System.Net;
using System.Net.Http.Json;
using Grpc.Core;
using Risk.Monitoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Monitoring.Tests.Warnings;

[Collection(MonitoringCollection.Name)]
public sealed class DismissWarningTests(ServiceFixture<MonitoringService> monitoring)
{
    [Fact]
    public async Task A_dismissed_warning_is_raised_again_after_it_has_cleared()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        await customer.Scoring(customer.Limit("100"), customer.Owes(("CNY", "110")));
        var first = (await customer.Warnings()).ShouldHaveSingleItem();

        var dismissed = await monitoring.Client.Warnings.DismissWarningAsync(
            new() { WarningId = first.WarningId, Reason = "The limit is raised tomorrow." });
        await customer.Scoring(customer.Owes(("CNY", "112")));
        var whileItHolds = await customer.Warnings();
        await customer.Scoring(customer.Owes(("CNY", "50")));
        await customer.Scoring(customer.Owes(("CNY", "110")));

        (dismissed.State, dismissed.DismissalReason).ShouldBe(
            (WarningState.Dismissed, "The limit is raised tomorrow."));
        whileItHolds.ShouldBeEmpty();
        (await customer.Warnings()).ShouldHaveSingleItem().WarningId.ShouldNotBe(first.WarningId);
        (await monitoring.PublishedAsync<WarningEnded>(customer.Id)).ShouldHaveSingleItem().Warning
            .DismissedBy.ShouldBe(dismissed.DismissedBy);
        (await monitoring.SqlAsync<long>("SELECT count(*) FROM audit_entries WHERE action = 'warnings.dismiss' "
            + "AND subject = $1", customer.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task What_becomes_graver_than_what_was_dismissed_is_another_warning()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        await customer.Scoring(customer.Limit("100"), customer.Owes(("CNY", "101")));
        var mild = (await customer.Warnings()).ShouldHaveSingleItem();
        await monitoring.Client.Warnings.DismissWarningAsync(new() { WarningId = mild.WarningId, Reason = "A rest." });

        await customer.Scoring(customer.Owes(("CNY", "300")));
        var grave = (await customer.Warnings()).ShouldHaveSingleItem();
        await monitoring.Client.Warnings.DismissWarningAsync(new() { WarningId = grave.WarningId, Reason = "Agreed." });
        await customer.Scoring(customer.Owes(("CNY", "130")));
        await customer.Scoring(customer.Owes(("CNY", "400")));

        (mild.Severity, grave.Severity).ShouldBe((Severity.Notice, Severity.Critical));
        grave.WarningId.ShouldNotBe(mild.WarningId);
        (await customer.Warnings()).ShouldBeEmpty();
        (await customer.Warnings(WarningState.Dismissed)).Select(w => w.WarningId)
            .ShouldBe([grave.WarningId, mild.WarningId]);
        (await monitoring.PublishedAsync<WarningRaised>(customer.Id)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_repeated_request_gets_the_first_answer_and_another_one_is_refused()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        await customer.Scoring(customer.Limit("100"), customer.Owes(("CNY", "110")));
        var warning = (await customer.Warnings()).ShouldHaveSingleItem();
        var request = new DismissWarningRequest
        {
            WarningId = warning.WarningId,
            Reason = "known",
            RequestId = Guid.CreateVersion7().ToString(),
        };

        var first = await monitoring.Client.Warnings.DismissWarningAsync(request);
        var again = await monitoring.Client.Warnings.DismissWarningAsync(request);
        request.RequestId = "";
        var refused = await Should.ThrowAsync<RpcException>(
            async () => await monitoring.Client.Warnings.DismissWarningAsync(request));

        again.ShouldBe(first);
        refused.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
    }

    [Fact]
    public async Task Over_rest_a_reason_is_required()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        await customer.Scoring(customer.Limit("100"), customer.Owes(("CNY", "110")));
        var warning = (await customer.Warnings()).ShouldHaveSingleItem();
        var address = new Uri($"v1/warnings/{warning.WarningId}:dismiss", UriKind.Relative);

        (await monitoring.Http.PostAsJsonAsync(address, new { reason = " " })).StatusCode
            .ShouldBe(HttpStatusCode.BadRequest);
        (await monitoring.Http.PostAsJsonAsync(address, new { reason = "known" })).StatusCode
            .ShouldBe(HttpStatusCode.OK);
    }
}
