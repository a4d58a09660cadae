using Grpc.Core;
using Npgsql;
using Risk.Scoring.Ledger;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Orders;

/// <summary>
/// Random interleavings of checks, confirmations, cancellations, expiry, documents in two currencies, reversals, limit
/// changes and releases, and of a group's members through two instances: no limit is ever passed by what was approved.
/// </summary>
public sealed class InterleavingsTests(ServiceFixture<ScoringService> scoring)
    : IClassFixture<ServiceFixture<ScoringService>>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_interleaves_no_approval_passes_the_limit_and_the_ledger_holds(int seed)
    {
        var buyer = await Buyer.WithLimit(scoring, 1000);
        await SevenForADollar();
        using var approver = await Buyer.SomebodyElse(scoring, "zhao", Intake.V1.Role.Approver);
        var life = new BuyerLife(scoring, buyer, seed, approver);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => life.RunAsync(worker, stepsCount: 25)));

        await buyer.LedgerHolds();
        (await ApprovalsOver(buyer)).ShouldBeEmpty();
        life.Approved.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whatever_members_of_a_group_do_at_once_no_approval_passes_the_limit_of_the_group(int seed)
    {
        var head = await Buyer.WithLimit(scoring, 0);
        Buyer[] members = [await Member(head), await Member(head), await Member(head)];
        await head.Change(new CreditAccount { GroupLimit = head.Money(500) }, "group_limit");
        await using var second = await SecondInstance.StartAsync(scoring);
        var held = 0;

        await Task.WhenAll(Enumerable.Range(0, 6).Select(async worker =>
        {
            var random = new Random((seed * 100) + worker);
            var client = worker % 2 == 0 ? scoring.Client : second.Client;
            for (var step = 0; step < 15; step++)
            {
                var buyer = members[random.Next(members.Length)];
                try
                {
                    var verdict = await buyer.Check(random.Next(20, 90), $"SO-{random.Next(1, 6)}", by: client);
                    held += verdict.Outcome == OrderOutcome.Held ? 1 : 0;
                    await Continue(buyer, verdict, random);
                }
                catch (RpcException refused) when (refused.StatusCode is StatusCode.FailedPrecondition
                    or StatusCode.Aborted or StatusCode.Unavailable)
                {
                    // Another worker has checked the order anew, it has expired, or the lock was not to be had in time.
                }
            }
        }));

        held.ShouldBeGreaterThan(0);
        (await GroupApprovalsOver(members, 500)).ShouldBeEmpty();
        foreach (var member in members)
            await member.LedgerHolds();
    }

    private Task<Buyer> Member(Buyer head) => Buyer.WithLimit(scoring, 0, with: c => c.ParentCustomerId = head.Id);

    private async Task Continue(Buyer buyer, OrderVerdict verdict, Random random)
    {
        if (verdict.Reservation is not { } reservation)
            return;
        switch (random.Next(4))
        {
            case 0:
                await buyer.Confirm(verdict, reservation.OrderRef.Id);
                break;
            case 1:
                await scoring.Client.Reservations.CancelReservationAsync(
                    new() { ReservationId = reservation.ReservationId });
                break;
            case 2:
                scoring.Clock.Advance(TimeSpan.FromSeconds(random.Next(1, 300)));
                break;
        }
    }

    /// <summary>Nothing but orders adds to the exposure here, and those under the group's lock.</summary>
    private async Task<List<string>> GroupApprovalsOver(Buyer[] members, decimal limit)
    {
        await using var command = scoring.Database.CreateCommand(
            """
            SELECT e.document_id, e.from_stage, e.to_stage, e.amount, e.recorded_at, r.expires_at
            FROM ledger_entries e LEFT JOIN reservations r ON r.reservation_id = e.document_id
            WHERE e.customer_id = ANY ($1) ORDER BY e.entry_id
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid[]>
        {
            TypedValue = [.. members.Select(m => Guid.Parse(m.Id))],
        });
        await using var rows = await command.ExecuteReaderAsync();
        var (claims, over) = (new Dictionary<Guid, (decimal Amount, DateTime? Until)>(), new List<string>());
        var opened = 0m;
        while (await rows.ReadAsync())
        {
            var (id, from, to) = (rows.GetGuid(0), (Stage)rows.GetInt16(1), (Stage)rows.GetInt16(2));
            var (amount, at) = (rows.GetDecimal(3), rows.GetDateTime(4));
            if (from == Stage.Reserved)
                claims[id] = (claims[id].Amount - amount, claims[id].Until);
            if (to == Stage.OpenOrder)
                opened += amount;
            if (to != Stage.Reserved)
                continue;
            claims[id] = (amount, rows.GetDateTime(5));
            var sum = opened + claims.Values.Where(c => c.Until > at).Sum(c => c.Amount);
            if (sum > limit)
                over.Add($"{id}: {sum}");
        }
        return over;
    }

    private async Task SevenForADollar() => await scoring.Client.ExchangeRates.PutExchangeRatesAsync(new()
    {
        ExchangeRates =
        {
            new ExchangeRate
            {
                FromCurrencyCode = "USD",
                ToCurrencyCode = "CNY",
                Rate = new() { Value = "7" },
                ValidOn = Amounts.ToContract(DateOnly.FromDateTime(scoring.Clock.GetUtcNow().UtcDateTime)),
                Source = "test",
            },
        },
    });

    /// <summary>
    /// Follows the transfers in their order: at each reservation, what counted with it against the limit that it
    /// was decided by, for limits change meanwhile; seven for a dollar. What is paid in advance is not held to it, nor
    /// what somebody has released.
    /// </summary>
    private async Task<List<string>> ApprovalsOver(Buyer buyer)
    {
        await using var command = scoring.Database.CreateCommand(
            """
            SELECT e.document_id, e.from_stage, e.to_stage,
                e.amount * CASE e.currency_code WHEN 'USD' THEN 7 ELSE 1 END, e.recorded_at, r.expires_at,
                r.terms IS NOT NULL, d.input
            FROM ledger_entries e LEFT JOIN reservations r ON r.reservation_id = e.document_id
                LEFT JOIN order_decisions d ON d.verdict_id = r.verdict_id
            WHERE e.customer_id = $1 ORDER BY e.entry_id
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(buyer.Id) });
        await using var rows = await command.ExecuteReaderAsync();
        var (exposure, over) = (new Scoring.Ledger.Exposure(buyer.Currency), new List<string>());
        var reserved = new Dictionary<Guid, (decimal Amount, DateTime ExpiresAt)>();
        while (await rows.ReadAsync())
        {
            var (id, from, to) = (rows.GetGuid(0), (Stage)rows.GetInt16(1), (Stage)rows.GetInt16(2));
            var (amount, at) = (rows.GetDecimal(3), rows.GetDateTime(4));
            exposure = exposure.Add(to, amount).Add(from, -amount);
            if (from == Stage.Reserved)
                reserved[id] = (reserved[id].Amount - amount, reserved[id].ExpiresAt);
            if (to != Stage.Reserved)
                continue;
            reserved[id] = (amount, rows.GetDateTime(5));
            var expired = reserved.Values.Where(r => r.ExpiresAt <= at).Sum(r => r.Amount);
            var input = DecisionInput.Parser.ParseFrom(rows.GetFieldValue<byte[]>(7));
            if (exposure.Total - expired > Amounts.ToDecimal(input.Account.Limit) && !rows.GetBoolean(6)
                && input.Earlier is not { Released: true })
                over.Add($"{id}: {exposure.Total - expired}");
        }
        return over;
    }
}
