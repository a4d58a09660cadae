using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Credit;

partial class CreditAccountsService
{
    private const int ReferencesMax = 20;

    /// <summary>Works out what limit the facts and the policy would give. Nothing is kept.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.LimitProposal> ProposeLimit(
        V1.ProposeLimitRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var (customerId, day) = (CustomerIdOf(request.CustomerId), DayOf(request.AsOfDate));
        CheckInputs(request, prefix: "");
        var account = await db.Set<CreditAccount>().AsNoTracking()
            .SingleOrDefaultAsync(a => a.CustomerId == customerId, ct)
            ?? throw Refuse.NotFound("customer", request.CustomerId);
        return await WorkOutAsync(account, request, day, ct);
    }

    private async Task<V1.LimitProposal> WorkOutAsync(
        CreditAccount account, V1.ProposeLimitRequest asked, DateOnly day, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        var rules = await policies.NowAsync(Connection, ct);
        return LimitProposing.Of(await LimitFactsReading.OfAsync(Connection, account, asked, day, ct), rules);
    }

    private static void CheckInputs(V1.ProposeLimitRequest asked, string prefix)
    {
        var check = new InputCheck();
        check.That(asked.TermsDays is >= 0 and <= CreditAccount.NetDaysMost, prefix + "terms_days", new(
            "must be from 1 to 720, or 0", "必须在 1 到 720 之间，或为 0"));
        check.That(asked.TradeReferenceLimits.Count <= ReferencesMax, prefix + "trade_reference_limits", new(
            $"are more than {ReferencesMax}", $"超过 {ReferencesMax} 条"));
        for (var i = 0; i < Math.Min(asked.TradeReferenceLimits.Count, ReferencesMax); i++)
        {
            AccountInput.CheckMoney(check, $"{prefix}trade_reference_limits[{i}]", asked.TradeReferenceLimits[i],
                currency: null, least: 0);
        }
        if (asked.ExternalLimit is { } external)
            AccountInput.CheckMoney(check, prefix + "external_limit", external, currency: null, least: 0);
        check.NoLongerThan(100, asked.ExternalSource, prefix + "external_source");
        check.ThrowIfAny();
    }
}
