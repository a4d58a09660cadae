using Risk.Monitoring.V1;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Monitoring.Tests.Credit;

/// <summary>With a service of its own, because its clock is put forward.</summary>
public sealed class KeepCreditWhenItChangedTests(ServiceFixture<MonitoringService> monitoring)
    : IClassFixture<ServiceFixture<MonitoringService>>
{
    [Fact]
    public async Task Utilisation_is_exposure_without_reservations_by_limit()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        var owed = customer.Owes(("CNY", "90"));
        owed.ExposuresByCurrency[0].Reserved = new() { Value = "30" };

        await customer.Scoring(customer.Limit("100"), owed);

        (await customer.Indicators())["utilisation"].ShouldBe("0.6");
    }

    [Fact]
    public async Task A_limit_that_nobody_has_decided_yet_is_not_exceeded()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        var proposed = customer.Limit("0");
        proposed.ChangedFields.Clear();
        proposed.ChangedFields.Add("currency_code");

        await customer.Scoring(customer.Owes(("CNY", "90")), proposed);
        var before = await customer.Warnings();
        await customer.Scoring(customer.Limit("0"));

        before.ShouldBeEmpty();
        (await customer.Warnings()).ShouldHaveSingleItem().Rule.ShouldBe("LIMIT_EXCEEDED", "no credit was decided");
    }

    [Fact]
    public async Task A_limit_that_is_used_up_raises_a_warning_that_rises_and_falls_with_it()
    {
        var customer = await WatchedCustomer.Registered(monitoring);

        foreach (var owed in (string[])["99", "101", "102", "126", "120", "112", "94"])
            await customer.Scoring(customer.Limit("100"), customer.Owes(("CNY", owed)));

        var told = new List<string>();
        told.AddRange((await monitoring.PublishedAsync<WarningRaised>(customer.Id)).Select(Said));
        told.AddRange((await monitoring.PublishedAsync<WarningUpdated>(customer.Id)).Select(Said));
        told.AddRange((await monitoring.PublishedAsync<WarningEnded>(customer.Id)).Select(Said));
        // 102 % is no news after 101 %, nor 120 % after 126 %, which clears below 115 % only.
        told.ShouldBe([
            "Notice 101 % of the limit is used.", "Serious 126 % of the limit is used.",
            "Attention 112 % of the limit is used.", "Attention 112 % of the limit is used.",
        ]);
    }

    [Fact]
    public async Task A_fall_of_the_grade_counts_for_90_days()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        await customer.Scoring(customer.Graded(Grade.A));
        monitoring.Clock.Advance(TimeSpan.FromDays(40));
        await customer.Scoring(customer.Graded(Grade.Bbb, Grade.A), customer.Graded(Grade.B, Grade.Bbb));

        var raised = (await customer.Warnings()).ShouldHaveSingleItem();
        (await customer.Indicators())["grade_fall_90_days"].ShouldBe("3 (0)");
        monitoring.Clock.Advance(TimeSpan.FromDays(91));
        await ServiceFixture<MonitoringService>.UntilAsync(
            async () => (await customer.Warnings()).Count == 0, "the warning to clear by itself");

        (raised.Rule, raised.Severity).ShouldBe(("GRADE_FELL", Severity.Serious));
        raised.Text.En.ShouldBe("The grade has fallen by 3 notches within 90 days.");
        (await customer.Indicators())["grade_fall_90_days"].ShouldBe("0 (3)");
    }

    [Fact]
    public async Task A_grade_that_has_risen_and_fallen_within_90_days_has_fallen()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        await customer.Scoring(customer.Graded(Grade.B));
        monitoring.Clock.Advance(TimeSpan.FromDays(95));
        await customer.Scoring(customer.Graded(Grade.A, Grade.B));
        monitoring.Clock.Advance(TimeSpan.FromDays(30));
        await customer.Scoring(customer.Graded(Grade.Ccc, Grade.A));

        (await customer.Indicators())["grade_fall_90_days"].ShouldBe("4 (0)");
        (await customer.Warnings()).ShouldHaveSingleItem().Severity.ShouldBe(Severity.Serious);
    }

    [Fact]
    public async Task What_is_not_known_any_more_keeps_its_warning_and_says_since_when()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        await customer.Scoring(customer.Limit("100"), customer.Owes(("CNY", "130")));
        var known = (await customer.Warnings()).ShouldHaveSingleItem();

        await customer.Scoring(customer.Owes(("CNY", "20"), ("ISK", "5")));
        await customer.Scoring(customer.Owes(("CNY", "20"), ("ISK", "6")));
        var unknown = (await customer.Warnings()).ShouldHaveSingleItem();
        await customer.Scoring(customer.Owes(("CNY", "20")));

        (unknown.WarningId, unknown.Severity, unknown.Text).ShouldBe(
            (known.WarningId, known.Severity, known.Text));
        unknown.Evidence[0].Value.ShouldBeNull();
        unknown.Evidence[0].Text.En.ShouldBe($"Utilisation of the limit: not known since {customer.Today:yyyy-MM-dd}");
        (await monitoring.PublishedAsync<WarningUpdated>(customer.Id)).Count.ShouldBe(1);
        (await customer.Warnings()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_any_limit_none_is_exceeded()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        await customer.Scoring(customer.Limit("100"), customer.Owes(("CNY", "130")));
        var unlimited = customer.Limit("0");
        unlimited.CreditAccount.Unlimited = true;

        await customer.Scoring(unlimited);

        (await customer.Indicators())["utilisation"].ShouldStartWith("0");
        (await customer.Warnings()).ShouldBeEmpty();
    }

    private static string Said(WarningRaised told) => Said(told.Warning);

    private static string Said(WarningUpdated told) => Said(told.Warning);

    private static string Said(WarningEnded told) => Said(told.Warning);

    private static string Said(Warning warning) => $"{warning.Severity} {warning.Text.En}";
}
