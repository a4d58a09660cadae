using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Scoring.Credit;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.ExpectedLosses;

partial class ExpectedLossesService
{
    /// <summary>Works out what a customer is expected to cost, and shows every input.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ExpectedLoss> GetExpectedLoss(
        V1.GetExpectedLossRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        await using var reading = await BeginReadingAsync(ct);
        if (!Guid.TryParse(request.CustomerId, out var id)
            || !await db.Set<CreditAccount>().AnyAsync(a => a.CustomerId == id, ct))
            throw Refuse.NotFound("customer", request.CustomerId);
        var basis = await BasisAsync(request.CurrencyCode, ct);
        return Reckoned((await LossRows.ReadAsync(Connection, [id], basis.Day, ct))[0], basis);
    }
}
