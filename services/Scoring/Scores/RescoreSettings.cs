using Risk.ServiceDefaults.Hosting;

namespace Risk.Scoring.Scores;

/// <summary>When customers whose facts have changed are scored again.</summary>
internal sealed record RescoreSettings : ISettings
{
    public static string Section => "Rescoring";

    /// <summary>A customer is scored when its facts have been quiet for so long.</summary>
    public int QuietMilliseconds { get; init; } = 1_000;

    /// <summary>However busy its facts are, a customer waits no longer than this.</summary>
    public int DelayMaxMilliseconds { get; init; } = 120_000;

    /// <summary>Customers that are read, scored and written together.</summary>
    public int BatchCustomers { get; init; } = 200;

    /// <summary>Customers of a rescoring of the portfolio that are read, scored and written together.</summary>
    public int PortfolioBatchCustomers { get; init; } = 1_000;

    public IEnumerable<string> Faults()
    {
        if (QuietMilliseconds is < 0 or > 600_000)
            yield return $"{nameof(QuietMilliseconds)}: must be from 0 to 600000, is {QuietMilliseconds}";
        if (DelayMaxMilliseconds < QuietMilliseconds || DelayMaxMilliseconds > 3_600_000)
        {
            yield return $"{nameof(DelayMaxMilliseconds)}: must be from {QuietMilliseconds} to 3600000, "
                + $"is {DelayMaxMilliseconds}";
        }
        if (BatchCustomers is < 1 or > 2_000)
            yield return $"{nameof(BatchCustomers)}: must be from 1 to 2000, is {BatchCustomers}";
        if (PortfolioBatchCustomers is < 1 or > 10_000)
        {
            yield return $"{nameof(PortfolioBatchCustomers)}: must be from 1 to 10000, "
                + $"is {PortfolioBatchCustomers}";
        }
    }
}
