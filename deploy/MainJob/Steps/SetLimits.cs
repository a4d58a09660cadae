using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Risk.Scoring.V1;
using Risk.Types.V1;

namespace Risk.MainJob.Steps;

/// <summary>
/// Gives customers who never had a limit one by their grade: so many percent of what they owe today, rounded up. Who
/// was given none on purpose stays without. The risk manager proposes; where the policy asks for a second person, the
/// second person approves.
/// </summary>
internal sealed class SetLimits(Staff staff, ProgressBars progress)
{
    private const int AtOnce = 16;

    public Task<int> RunAsync(IReadOnlyList<CreditAccount> accounts, CancellationToken cancellation) =>
        progress.RunAsync("set limits", accounts.Count, async report =>
        {
            var done = 0;
            await Parallel.ForEachAsync(
                accounts.Where(account => !account.Unlimited && Amounts.Of(account.Limit) == 0),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
                async (account, token) =>
                {
                    await SetAsync(account, token);
                    report(Interlocked.Increment(ref done));
                });
            return done;
        });

    private async Task SetAsync(CreditAccount account, CancellationToken cancellation)
    {
        var exposure = account.ExposuresByCurrency.MaxBy(e => Amounts.Of(e.Total));
        var limit = exposure is null ? 0 : RoundUp(Amounts.Of(exposure.Total) * Factor(account.Grade));
        if (limit <= 0)
            return;
        var accounts = staff.RiskManager.CreditAccounts;
        var changes = await accounts.ListLimitChangesAsync(
            new() { CustomerId = account.CustomerId, PageSize = 1 }, cancellationToken: cancellation);
        if (changes.LimitChanges.Count > 0)
            return;
        var currency = exposure!.CurrencyCode;
        var request = new ChangeCreditAccountRequest
        {
            CustomerId = account.CustomerId,
            CreditAccount = new()
            {
                CurrencyCode = currency,
                Limit = new Money { Amount = limit.ToString(CultureInfo.InvariantCulture), CurrencyCode = currency },
            },
            UpdateMask = FieldMask.FromFieldNumbers<CreditAccount>(
                CreditAccount.CurrencyCodeFieldNumber, CreditAccount.LimitFieldNumber),
            Reason = "First limit: the exposure taken over, by grade",
        };
        var answer = await accounts.ChangeCreditAccountAsync(request, cancellationToken: cancellation);
        if (answer.LimitChange is { State: LimitChangeState.Pending } pending)
        {
            await staff.SecondPerson.CreditAccounts.ApproveLimitChangeAsync(
                new() { LimitChangeId = pending.LimitChangeId }, cancellationToken: cancellation);
        }
    }

    private static decimal Factor(Grade grade) => grade switch
    {
        Grade.Aaa or Grade.Aa => 1.6m,
        Grade.A => 1.4m,
        Grade.Bbb => 1.25m,
        Grade.Bb => 1.1m,
        Grade.B => 1.0m,
        Grade.Ccc => 0.8m,
        Grade.Cc => 0.5m,
        _ => 0m,
    };

    private static decimal RoundUp(decimal amount)
    {
        if (amount <= 0)
            return 0;
        var step = (decimal)Math.Pow(10, Math.Max(2, Math.Floor(Math.Log10((double)amount)) - 1));
        return Math.Ceiling(amount / step) * step;
    }
}
