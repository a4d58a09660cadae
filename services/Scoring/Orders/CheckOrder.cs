using Grpc.Core;
using Npgsql;
using Risk.Scoring.Credit;
using Risk.Scoring.Ledger;
using Risk.Scoring.Reservations;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Requests.Idempotency;

namespace Risk.Scoring.Orders;

partial class OrdersService
{
    private const int RequestIdCharactersMax = 200;
    private static readonly TimeSpan FactsPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>Checks an order and, when it is approved, reserves its value in the same atomic step.</summary>
    [Roles(Role.Integrator | Role.Sales | Role.Finance | Role.Risk)]
    [OwnIdempotency]
    public override async Task<V1.OrderVerdict> CheckOrder(V1.CheckOrderRequest request, ServerCallContext context)
    {
        return await writer.CheckAsync(await CallOfAsync(request, context));
    }

    /// <summary>Looks the request through, and waits for the facts that it names.</summary>
    private async Task<OrderCall> CallOfAsync(V1.CheckOrderRequest request, ServerCallContext context)
    {
        CheckInput(request);
        CheckDay(request, context);
        // The customer itself may be among the facts that are waited for.
        var factsAreHere = await freshness.WaitAsync(request.NotBefore, FactsPatience, context.CancellationToken);
        var customerId = await CustomerIdOfAsync(request, context.CancellationToken);
        return new()
        {
            Order = OrderOf(request, customerId, !factsAreHere),
            Caller = context.Caller(),
            Call = context,
            RequestId = request.RequestId,
            RequestHash = RequestHash.Of(context.Method, request),
            DryRun = request.DryRun,
        };
    }

    private Order OrderOf(V1.CheckOrderRequest request, Guid customerId, bool isNotBeforeUnmet) => new()
    {
        CustomerId = customerId,
        Currency = request.Amount.CurrencyCode,
        Amount = Amounts.ToDecimal(request.Amount),
        AsOf = Amounts.ToDate(request.AsOfDate) ?? Today,
        System = request.OrderRef?.System ?? "",
        Id = request.OrderRef?.Id ?? "",
        Terms = request.Terms,
        ReservationSeconds = request.ReservationSeconds,
        DeliverOn = Amounts.ToDate(request.DeliverOn),
        Stage = request.Stage,
        IsNotBeforeUnmet = isNotBeforeUnmet,
    };

    private static void CheckInput(V1.CheckOrderRequest request)
    {
        var check = new InputCheck();
        check.NoLongerThan(RequestIdCharactersMax, request.RequestId, "request_id");
        check.That(request.CustomerId.Length > 0 != (request.CustomerRef is not null), "customer_id", new(
            "give either customer_id or customer_ref", "必须且只能提供 customer_id 或 customer_ref 之一"));
        OrderRefs.Check(check, "customer_ref", request.CustomerRef);
        OrderRefs.Check(check, "order_ref", request.OrderRef);
        AccountInput.CheckMoney(check, "amount", request.Amount, currency: null, least: 0.0001m);
        if (request.AsOfDate is { Value.Length: > 0 })
        {
            check.That(AccountInput.IsDay(request.AsOfDate), "as_of_date", new(
                "must be a day such as 2026-01-31", "必须是有效日期，例如 2026-01-31"));
        }
        if (request.DeliverOn is { Value.Length: > 0 })
        {
            check.That(AccountInput.IsDay(request.DeliverOn), "deliver_on", new(
                "must be a day such as 2026-01-31", "必须是有效日期，例如 2026-01-31"));
        }
        check.That(request.ReservationSeconds is >= 0 and <= Reservation.SecondsMax, "reservation_seconds", new(
            "must be from 1 to 86,400, or 0 for 900", "必须在 1 到 86,400 之间，0 表示 900"));
        check.That(Enum.IsDefined(request.Stage), "stage", new("is not a stage of an order", "不是有效的订单阶段"));
        if (request.Terms is { } terms)
            CheckTerms(check, terms);
        check.ThrowIfAny();
    }

    /// <summary>
    /// Another day has other limits and arrears: what binds is judged today, or by those who may decide.
    /// </summary>
    private void CheckDay(V1.CheckOrderRequest request, ServerCallContext context)
    {
        if (!request.DryRun && Amounts.ToDate(request.AsOfDate) is { } day && day != Today
            && !context.Caller().Is(Role.Risk | Role.Administrator))
        {
            throw Refuse.Denied("AS_OF_DATE_NOT_ALLOWED", new(
                "as_of_date: an order is judged on another day than today only in a dry run, or for the roles Risk "
                + "and Administrator.",
                "as_of_date：按今天以外的日期检查订单，仅限试算，或由风险、管理员角色执行。"));
        }
    }

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    private static void CheckTerms(InputCheck check, Intake.V1.PaymentTerms terms)
    {
        check.That(terms.NetDays is >= 0 and <= CreditAccount.NetDaysMost, "terms.net_days",
            new("must be from 0 to 720", "必须在 0 到 720 之间"));
        check.That(terms.AdvanceShare is null || AccountInput.AmountOf(terms.AdvanceShare.Value) is >= 0 and <= 1,
            "terms.advance_share", new("must be from 0 to 1", "必须在 0 到 1 之间"));
    }

    private async Task<Guid> CustomerIdOfAsync(V1.CheckOrderRequest request, CancellationToken ct)
    {
        if (request.CustomerRef is not { } named)
        {
            return Guid.TryParse(request.CustomerId, out var given)
                ? given
                : throw Refuse.NotFound("customer", request.CustomerId);
        }
        await using var command = database.CreateCommand(
            "SELECT customer_id FROM customer_refs WHERE system = $1 AND id = $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = named.System });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = named.Id });
        return await command.ExecuteScalarAsync(ct) is Guid id
            ? id
            : throw Refuse.NotFound("customer", $"{named.System}:{named.Id}");
    }
}
