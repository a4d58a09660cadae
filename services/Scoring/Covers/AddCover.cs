using Grpc.Core;
using Risk.Scoring.Credit;
using Risk.Scoring.Holds;
using Risk.Scoring.Ledger;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Covers;

partial class CoversService
{
    /// <summary>Records a cover; held orders that lacked it are checked again.</summary>
    [Roles(Role.Risk | Role.Finance | Role.Integrator)]
    public override async Task<V1.Cover> AddCover(V1.AddCoverRequest request, ServerCallContext context)
    {
        var (given, caller, ct) = (request.Cover ?? new(), context.Caller(), context.CancellationToken);
        Check(given);
        await using var transaction = await db.BeginOwnAsync(ct);
        var cover = new Cover
        {
            CoverId = Guid.CreateVersion7(),
            CustomerId = await CustomerAsync(request.CustomerId, ct),
            Kind = given.Kind,
            Provider = given.Provider,
            CurrencyCode = given.Amount.CurrencyCode,
            Amount = Amounts.ToDecimal(given.Amount),
            Share = given.Share is null ? 1 : Amounts.ToShare(given.Share),
            ValidUntil = Amounts.ToDate(given.ValidUntil),
            StopShipmentOn = Amounts.ToDate(given.StopShipmentOn),
            Reference = given.Reference,
            RecordedBy = caller.Name,
            RecordedByOwner = caller.Owner,
            RecordedAt = clock.GetUtcNow(),
        };
        db.Add(cover);
        var told = cover.ToContract();
        audit.Add(context, "covers.add", told.CustomerId, told);
        await RecheckQueue.AskAsync(Connection, cover.CustomerId, clock.GetUtcNow(), ct);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return told;
    }

    private static void Check(V1.Cover given)
    {
        var check = new InputCheck();
        check.That(given.Kind != V1.CoverKind.Unspecified && Enum.IsDefined(given.Kind), "cover.kind", new(
            "is required", "必填"));
        check.Given(given.Provider, "cover.provider");
        check.NoLongerThan(200, given.Provider, "cover.provider");
        check.NoLongerThan(128, given.Reference, "cover.reference");
        AccountInput.CheckMoney(check, "cover.amount", given.Amount, currency: null, least: 0.0001m);
        check.That(given.Share is null || AccountInput.AmountOf(given.Share.Value) is > 0 and <= 1, "cover.share", new(
            "must be above 0 and at most 1", "必须大于 0 且不大于 1"));
        foreach (var (field, day) in new[]
            { ("cover.valid_until", given.ValidUntil), ("cover.stop_shipment_on", given.StopShipmentOn) })
        {
            check.That(day is null || AccountInput.IsDay(day), field, new(
                "must be a day such as 2026-01-31", "必须是有效日期，例如 2026-01-31"));
        }
        check.ThrowIfAny();
    }
}
