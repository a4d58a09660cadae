using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Ledger;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Credit;

partial class CreditAccountsService
{
    /// <summary>Compares a customer's ledger with the replay of its documents and the sum of its transfers.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.VerifyLedgerResponse> VerifyLedger(
        V1.VerifyLedgerRequest request, ServerCallContext context)
    {
        var (customerId, ct) = (CustomerIdOf(request.CustomerId), context.CancellationToken);
        if (!await db.Set<CreditAccount>().AnyAsync(a => a.CustomerId == customerId, ct))
            throw Refuse.NotFound("customer", request.CustomerId);
        await db.Database.OpenConnectionAsync(ct);
        var found = await ReplayCheck.OfAsync((NpgsqlConnection)db.Database.GetDbConnection(), customerId, ct);
        return new()
        {
            CustomerId = request.CustomerId,
            Holds = found.Differences.Count == 0,
            Differences = { found.Differences },
            Documents = found.Documents,
            VerifiedAt = Timestamp.FromDateTimeOffset(clock.GetUtcNow()),
        };
    }
}
