using System.Linq.Expressions;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Scoring.Credit;
using Risk.Scoring.CustomerFacts;
using Risk.Scoring.Ledger;
using Risk.Scoring.Orders;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Holds;

partial class HoldsService
{
    /// <summary>Lists holds, oldest first.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ListHoldsResponse> ListHolds(V1.ListHoldsRequest request, ServerCallContext context)
    {
        var state = request.State == V1.HoldState.Unspecified ? V1.HoldState.Open : request.State;
        var size = PageToken.Size(request.PageSize, max: 500);
        Check(request);
        var query = $"holds {state} {request.CustomerId} {request.Grade} {request.Reason} {request.OrderRef} "
            + $"{request.AmountMin} {request.Segment} {request.Salesperson} {request.AgeDaysMin}";
        var after = PageToken.Read(request.PageToken, query, 1) is [var last] ? Guid.Parse(last) : Guid.Empty;
        var asked = db.Set<Hold>().AsNoTracking().Where(h => h.State == state && h.HoldId > after);
        if (request.CustomerId.Length > 0)
        {
            var customerId = Guid.TryParse(request.CustomerId, out var id)
                ? id
                : throw Refuse.NotFound("customer", request.CustomerId);
            asked = asked.Where(h => h.CustomerId == customerId);
        }
        asked = Filtered(asked, request);
        var holds = await asked.OrderBy(h => h.HoldId).Take(size + 1).ToListAsync(context.CancellationToken);
        var page = holds.Take(size).ToList();
        var names = await NamesAsync(page.Select(h => h.CustomerId), context.CancellationToken);
        return new()
        {
            Holds = { page.Select(h => h.ToContract(names.GetValueOrDefault(h.CustomerId, ""))) },
            NextPageToken = holds.Count > size ? PageToken.After(query, page[^1].HoldId.ToString()) : "",
        };
    }

    private IQueryable<Hold> Filtered(IQueryable<Hold> asked, V1.ListHoldsRequest request)
    {
        if (request.Grade != V1.Grade.Unspecified)
            asked = asked.Where(h => h.Grade == request.Grade);
        if (request.Reason.Length > 0)
            asked = asked.Where(h => h.Reasons.Contains(request.Reason));
        if (request.OrderRef is { } order)
            asked = asked.Where(h => h.OrderId == order.Id && h.OrderSystem == order.System);
        if (request.AmountMin is { } least)
        {
            var amount = Amounts.ToDecimal(least);
            asked = asked.Where(h => h.CurrencyCode == least.CurrencyCode && h.Amount >= amount);
        }
        if (request.AgeDaysMin > 0)
        {
            var latest = clock.GetUtcNow().AddDays(-request.AgeDaysMin);
            asked = asked.Where(h => h.HeldAt <= latest);
        }
        if (request.Segment.Length > 0)
            asked = OfCustomers(asked, c => c.Segment == request.Segment);
        if (request.Salesperson.Length > 0)
            asked = OfCustomers(asked, c => c.Salesperson == request.Salesperson);
        return asked;
    }

    private IQueryable<Hold> OfCustomers(IQueryable<Hold> asked, Expression<Func<Customer, bool>> which)
    {
        var customers = db.Set<Customer>().Where(which).Select(c => c.CustomerId);
        return asked.Where(h => customers.Contains(h.CustomerId));
    }

    private static void Check(V1.ListHoldsRequest request)
    {
        var check = new InputCheck();
        check.NoLongerThan(64, request.Reason, "reason");
        check.NoLongerThan(64, request.Segment, "segment");
        check.NoLongerThan(100, request.Salesperson, "salesperson");
        check.That(request.AgeDaysMin is >= 0 and <= 3_660, "age_days_min", new(
            "must be from 0 to 3,660", "必须在 0 到 3,660 之间"));
        OrderRefs.Check(check, "order_ref", request.OrderRef);
        if (request.AmountMin is not null)
            AccountInput.CheckMoney(check, "amount_min", request.AmountMin, currency: null, least: 0);
        check.ThrowIfAny();
    }
}
