using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Core;
using Risk.Intake.V1;
using Risk.Scoring.Ledger;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Credit;

public sealed class ProposeLimitTests(UnscoredFixture scoring) : IClassFixture<UnscoredFixture>
{
    [Fact]
    public async Task A_limit_is_worked_out_from_the_statement_the_ledger_and_what_the_caller_knows()
    {
        var buyer = await Customer();

        var proposal = await scoring.Client.CreditAccounts.ProposeLimitAsync(new()
        {
            CustomerId = buyer.Id,
            TermsDays = 60,
            TradeReferenceLimits = { buyer.Money(80_000), buyer.Money(50_000), buyer.Money(60_000) },
            ExternalLimit = buyer.Money(150_000),
            ExternalSource = "Hansea",
        });

        proposal.Methods.Select(m => (m.Method, m.Amount?.Amount)).ShouldBe(
        [
            (LimitMethod.NetWorth, "130000.00"), (LimitMethod.WorkingCapital, "45000.00"),
            (LimitMethod.Purchases, "100000.00"), (LimitMethod.TradeReferences, "60000.00"),
            (LimitMethod.External, "150000.00"),
        ]);
        (proposal.Combination, proposal.Combined.Amount, proposal.Limit.Amount, proposal.Grade).ShouldBe(
            (LimitCombination.Median, "100000.00", "80000.00", Grade.Bbb));
        proposal.Methods[0].Inputs.Single().AsOf.Value.ShouldBe($"{buyer.Today.AddMonths(-3):yyyy-MM-dd}");
        (await buyer.Account()).Limit.Amount.ShouldBe("0.00");
        (await scoring.Client.CreditAccounts.ListLimitChangesAsync(new() { CustomerId = buyer.Id })).LimitChanges
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task References_on_file_count_as_they_were_known_on_the_day()
    {
        var buyer = await Buyer.WithLimit(scoring, 0, with: c => c.CreditReferences.Add(Trade(80_000, "2020-03-01")));
        var dayBefore = buyer.Today;
        scoring.Clock.Advance(TimeSpan.FromDays(2));
        await buyer.Change(c => c.CreditReferences.AddRange(
        [
            Trade(80_000, "2020-03-01"), Trade(50_000, $"{dayBefore.AddDays(-9):yyyy-MM-dd}"),
            new()
            {
                Kind = CreditReferenceKind.Recommendation,
                GivenBy = "Hansea",
                Limit = buyer.Money(150_000),
                StatedOn = Amounts.ToContract(dayBefore.AddDays(-9)),
                Source = "report 17",
            },
        ]));

        var now = await Proposed(buyer, buyer.Today);
        var before = await Proposed(buyer, dayBefore);
        var asked = await scoring.Client.CreditAccounts.ProposeLimitAsync(
            new() { CustomerId = buyer.Id, TradeReferenceLimits = { buyer.Money(7) } });

        now.Methods.Skip(3).Select(m => m.Amount.Amount).ShouldBe(["50000.00", "150000.00"]);
        now.Methods[4].Inputs.Single().GivenBy.ShouldBe("Hansea: report 17");
        before.Methods.Skip(3).Select(m => m.Reason).ShouldBe(["REFERENCES_STALE", "NO_EXTERNAL_LIMIT"]);
        before.Methods[3].Inputs.Single().ShouldBe(new()
        {
            Name = "stale_trade_reference",
            Value = "80,000.00 CNY",
            AsOf = new() { Value = "2020-03-01" },
            Source = "file",
            GivenBy = "Abel",
        });
        asked.Methods.Skip(3).Select(m => m.Amount.Amount).ShouldBe(["7.00", "150000.00"]);

        CreditReference Trade(decimal limit, string day) => new()
        {
            Kind = CreditReferenceKind.Trade,
            GivenBy = "Abel",
            Limit = Amounts.ToMoney(limit, "CNY"),
            StatedOn = new() { Value = day },
        };
    }

    private async Task<LimitProposal> Proposed(Buyer buyer, DateOnly day) =>
        await scoring.Client.CreditAccounts.ProposeLimitAsync(
            new() { CustomerId = buyer.Id, AsOfDate = Amounts.ToContract(day) });

    [Fact]
    public async Task Over_rest_it_is_a_call_that_keeps_nothing_and_says_what_is_wrong_with_its_input()
    {
        var buyer = await Buyer.WithLimit(scoring, 0);

        using var empty = await scoring.Http.PostAsJsonAsync($"/v1/customers/{buyer.Id}/credit:proposeLimit", new { });
        using var wrong = await scoring.Http.PostAsJsonAsync(
            $"/v1/customers/{buyer.Id}/credit:proposeLimit", new { termsDays = 721 });
        var nobody = await Should.ThrowAsync<RpcException>(async () =>
            await scoring.Client.CreditAccounts.ProposeLimitAsync(new() { CustomerId = $"{Guid.CreateVersion7()}" }));

        using var body = JsonDocument.Parse(await empty.Content.ReadAsStringAsync());
        body.RootElement.GetProperty("reason").GetString().ShouldBe("NO_METHOD_HAS_DATA");
        (wrong.StatusCode, nobody.StatusCode).ShouldBe((HttpStatusCode.BadRequest, StatusCode.NotFound));
    }

    /// <summary>Graded BBB: factor 0.8. Net worth 1.3 M, working capital 450,000, purchases 50,000 a month.</summary>
    private async Task<Buyer> Customer()
    {
        var buyer = await Buyer.WithLimit(scoring, 0);
        await buyer.Graded(Grade.Bbb);
        await buyer.File(equity: "1300000", currentAssets: "1900000", currentLiabilities: "1450000");
        var (first, last) = (buyer.Invoice("I1", 250_000), buyer.Invoice("I2", 350_000));
        first.IssuedOn = Amounts.ToContract(buyer.Today.AddDays(-360));
        last.IssuedOn = Amounts.ToContract(buyer.Today.AddDays(-5));
        await buyer.Record(first, last);
        return buyer;
    }
}
