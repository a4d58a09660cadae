using System.Net;
using System.Net.Http.Json;
using Grpc.Core;
using Risk.Scoring.Ledger;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Credit;

[Collection(ScoringCollection.Name)]
public sealed class ChangeCreditAccountTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task A_limit_within_the_policy_is_written_by_one_person_with_its_history()
    {
        var buyer = await Buyer.WithLimit(scoring, 0);

        var answer = await buyer.Grant(1_000_000);

        answer.CreditAccount.Limit.Amount.ShouldBe("1000000.00");
        (answer.LimitChange.State, answer.LimitChange.NeedsSecondPerson).ShouldBe((LimitChangeState.Written, false));
        (answer.LimitChange.Former.Limit.Amount, answer.LimitChange.Proposed.Limit.Amount)
            .ShouldBe(("0.00", "1000000.00"));
        var told = (await scoring.PublishedAsync<CreditAccountChanged>(buyer.Id)).Single();
        (told.CreditAccount.Limit.Amount, told.LimitChange.Reason).ShouldBe(("1000000.00", "agreed"));
        (await scoring.SqlAsync<long>(
            "SELECT count(*) FROM audit_entries WHERE subject = $1 AND action = 'credit.change'",
            buyer.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task More_than_one_person_may_grant_waits_for_a_second()
    {
        var buyer = await Buyer.WithLimit(scoring, 0);

        var answer = await buyer.Grant(1_000_001);

        answer.CreditAccount.Limit.Amount.ShouldBe("0.00");
        (answer.LimitChange.State, answer.LimitChange.NeedsSecondPerson).ShouldBe((LimitChangeState.Pending, true));
        (await scoring.PublishedAsync<LimitChangeProposed>(buyer.Id)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_heads_a_group_without_a_limit_of_its_own_still_needs_a_second_person_for_the_groups()
    {
        var head = await Buyer.WithLimit(scoring, 0);
        using var second = await Buyer.SomebodyElse(scoring, "zhao", Intake.V1.Role.Approver);
        var unlimited = await head.Change(
            new() { Unlimited = true, GroupLimit = head.Money(1_000_000) }, "unlimited", "group_limit");
        await second.CreditAccounts.ApproveLimitChangeAsync(
            new() { LimitChangeId = unlimited.LimitChange.LimitChangeId });

        var raised = await head.Change(new() { GroupLimit = head.Money(1_000_001) }, "group_limit");
        var removed = await head.Change(new(), "group_limit");
        var lowered = await head.Change(new() { GroupLimit = head.Money(1) }, "group_limit");

        (raised.LimitChange.State, removed.LimitChange.State, lowered.LimitChange.State).ShouldBe(
            (LimitChangeState.Pending, LimitChangeState.Pending, LimitChangeState.Written));
    }

    [Fact]
    public async Task Nobody_alone_makes_a_limit_last_longer_that_one_person_may_not_grant()
    {
        var buyer = await Buyer.WithLimit(scoring, 0);
        using var second = await Buyer.SomebodyElse(scoring, "zhao", Intake.V1.Role.Approver);
        var (soon, later) = (Amounts.ToContract(buyer.Today.AddDays(-1)), Amounts.ToContract(buyer.Today.AddDays(900)));
        var granted = await buyer.Change(
            new() { Limit = buyer.Money(50_000_000), ValidUntil = soon }, "limit", "valid_until");
        await second.CreditAccounts.ApproveLimitChangeAsync(
            new() { LimitChangeId = granted.LimitChange.LimitChangeId });

        var revived = await buyer.Change(new() { ValidUntil = later }, "valid_until");
        var endless = await buyer.Change(new(), "valid_until");
        var before = await buyer.Check(10);
        await second.CreditAccounts.ApproveLimitChangeAsync(
            new() { LimitChangeId = endless.LimitChange.LimitChangeId });

        (revived.LimitChange.State, revived.CreditAccount.ValidUntil, endless.LimitChange.State).ShouldBe(
            (LimitChangeState.Pending, soon, LimitChangeState.Pending));
        (before.Outcome, (await buyer.Check(10)).Outcome).ShouldBe((OrderOutcome.Held, OrderOutcome.Approved));
        (await buyer.Change(new() { ValidUntil = later }, "valid_until")).LimitChange.State
            .ShouldBe(LimitChangeState.Written);
    }

    [Fact]
    public async Task The_highest_value_of_an_order_waits_with_the_currency_that_it_is_in()
    {
        var buyer = await Buyer.WithLimit(scoring, 500);
        await buyer.Change(new() { OrderValueMax = buyer.Money(100) }, "order_value_max");
        var yen = new CreditAccount
        {
            CurrencyCode = "JPY",
            Limit = Amounts.ToMoney(50_000_000, "JPY"),
            OrderValueMax = Amounts.ToMoney(5_000_000, "JPY"),
        };
        (await Should.ThrowAsync<RpcException>(() => buyer.Change(yen, "currency_code", "limit"))).StatusCode
            .ShouldBe(StatusCode.InvalidArgument);

        var asked = await buyer.Change(yen, "currency_code", "limit", "order_value_max");
        using var second = await Buyer.SomebodyElse(scoring, "zhao", Intake.V1.Role.Approver);
        var waiting = (await buyer.Account()).OrderValueMax;
        await second.CreditAccounts.ApproveLimitChangeAsync(new() { LimitChangeId = asked.LimitChange.LimitChangeId });

        (waiting, asked.CreditAccount.OrderValueMax, asked.LimitChange.Proposed.OrderValueMax).ShouldBe(
            (buyer.Money(100), buyer.Money(100), yen.OrderValueMax));
        (await buyer.Account()).OrderValueMax.ShouldBe(yen.OrderValueMax);
    }

    [Fact]
    public async Task Lowering_a_limit_needs_one_person_and_a_temporary_one_counts_as_what_it_grants()
    {
        var buyer = await Buyer.WithLimit(scoring, 500);
        var temporary = new TemporaryLimit
        {
            Limit = buyer.Money(2_000_000),
            From = Amounts.ToContract(buyer.Today),
            Until = Amounts.ToContract(buyer.Today.AddDays(5)),
        };

        (await buyer.Change(new() { TemporaryLimit = temporary }, "temporary_limit")).LimitChange.State
            .ShouldBe(LimitChangeState.Pending);
        temporary.Limit = buyer.Money(900);
        var answer = await buyer.Change(new() { TemporaryLimit = temporary }, "temporary_limit");

        (answer.CreditAccount.Limit.Amount, answer.CreditAccount.LimitInForce.Amount).ShouldBe(("500.00", "900.00"));
        (await buyer.Account(buyer.Today.AddDays(6))).LimitInForce.Amount.ShouldBe("500.00");
        (await buyer.Grant(100)).LimitChange.State.ShouldBe(LimitChangeState.Written);
        var unlimited = await buyer.Change(new() { Unlimited = true }, "unlimited");
        unlimited.LimitChange.State.ShouldBe(LimitChangeState.Pending);
    }

    [Fact]
    public async Task A_second_persons_word_on_some_days_is_not_spent_on_others()
    {
        var buyer = await Buyer.WithLimit(scoring, 500);
        var temporary = new TemporaryLimit
        {
            Limit = buyer.Money(2_000_000),
            From = Amounts.ToContract(buyer.Today.AddDays(10)),
            Until = Amounts.ToContract(buyer.Today.AddDays(20)),
        };
        var proposed = (await buyer.Change(new() { TemporaryLimit = temporary }, "temporary_limit")).LimitChange;
        using var second = await Buyer.SomebodyElse(scoring, "zhao", Intake.V1.Role.Approver);
        await second.CreditAccounts.ApproveLimitChangeAsync(new() { LimitChangeId = proposed.LimitChangeId });

        (await buyer.Grant(2_000_000)).LimitChange.State.ShouldBe(LimitChangeState.Pending);
        foreach (var (from, until) in ((int, int)[])[(9, 20), (10, 21), (30, 40)])
        {
            var other = temporary.Clone();
            other.From = Amounts.ToContract(buyer.Today.AddDays(from));
            other.Until = Amounts.ToContract(buyer.Today.AddDays(until));
            (await buyer.Change(new() { TemporaryLimit = other }, "temporary_limit")).LimitChange.State
                .ShouldBe(LimitChangeState.Pending, $"days {from} to {until}");
        }
        temporary.Until = Amounts.ToContract(buyer.Today.AddDays(19));
        (await buyer.Change(new() { TemporaryLimit = temporary }, "temporary_limit")).LimitChange.State
            .ShouldBe(LimitChangeState.Written);
    }

    [Theory]
    [InlineData("limit")]
    [InlineData("valid_until")]
    [InlineData("forced_hold")]
    public async Task What_lets_a_customer_owe_more_is_not_changed_without_a_reason(string field)
    {
        var buyer = await Buyer.WithLimit(scoring, 100);

        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await scoring.Client.CreditAccounts.ChangeCreditAccountAsync(new()
            {
                CustomerId = buyer.Id,
                CreditAccount = new() { Limit = buyer.Money(50) },
                UpdateMask = new() { Paths = { field } },
            }));

        refused.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        refused.Status.Detail.ShouldContain("reason");
    }

    [Fact]
    public async Task Other_fields_change_at_once_and_unset_ones_are_cleared()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await buyer.Change(new() { NetDaysMax = 0, OrderValueMax = buyer.Money(50), ForcedHold = true },
            "net_days_max", "order_value_max", "forced_hold");
        var set = await buyer.Account();

        await buyer.Change(new(), "net_days_max", "order_value_max", "forced_hold");
        var cleared = await buyer.Account();

        (set.HasNetDaysMax, set.NetDaysMax, set.OrderValueMax.Amount, set.ForcedHold)
            .ShouldBe((true, 0, "50.00", true));
        (cleared.HasNetDaysMax, cleared.OrderValueMax, cleared.ForcedHold).ShouldBe((false, null, false));
        cleared.Limit.Amount.ShouldBe("100.00");
    }

    [Fact]
    public async Task An_account_that_has_changed_since_is_not_overwritten()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var read = await buyer.Account();
        await buyer.Grant(200);

        var refused = await Should.ThrowAsync<RpcException>(() =>
            buyer.Change(new() { Etag = read.Etag, ForcedHold = true }, "forced_hold"));

        refused.StatusCode.ShouldBe(StatusCode.Aborted);
        (await buyer.Account()).ForcedHold.ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_wrong_is_told_field_by_field()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var wrong = new CreditAccount { CurrencyCode = "eur", NetDaysMax = 721, ForcedHold = true };

        var refused = await Should.ThrowAsync<RpcException>(() =>
            buyer.Change(wrong, "currency_code", "net_days_max", "grade"));

        refused.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        foreach (var field in (string[])["update_mask", "currency_code", "credit_account.limit", "net_days_max"])
            refused.Status.Detail.ShouldContain(field);
    }

    [Fact]
    public async Task Over_rest_the_fields_that_the_body_names_are_changed_and_no_others()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await buyer.Change(new() { NetDaysMax = 30 }, "net_days_max");

        using var answer = await scoring.Http.PatchAsJsonAsync(
            $"/v1/customers/{buyer.Id}/credit?reason=grown",
            new { limit = new { amount = "250", currencyCode = "CNY" }, forcedHold = true });

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        var account = await buyer.Account();
        (account.Limit.Amount, account.ForcedHold, account.NetDaysMax).ShouldBe(("250.00", true, 30));
    }
}
