using Risk.ServiceDefaults.Hosting;

namespace Risk.Monitoring.Evaluation;

/// <summary>When the warnings of customers are decided while facts pour in.</summary>
internal sealed record EvaluationSettings : ISettings
{
    public static string Section => "Evaluation";

    /// <summary>
    /// Then a customer's warnings are decided when its facts have been quiet for so long: longer than the pause between
    /// two batches of an import, or half of its documents would be judged.
    /// </summary>
    public int QuietMilliseconds { get; init; } = 5_000;

    /// <summary>However busy its facts are, a customer waits no longer than this.</summary>
    public int DelayMaxMilliseconds { get; init; } = 120_000;

    /// <summary>
    /// A customer that an import has brought something of waits for its end, but no longer than this: the import may
    /// have died without a word.
    /// </summary>
    public int ImportMinutesMax { get; init; } = 30;

    /// <summary>Customers that are read, decided and written together.</summary>
    public int BatchCustomers { get; init; } = 200;

    public IEnumerable<string> Faults()
    {
        if (QuietMilliseconds is < 0 or > 600_000)
            yield return $"{nameof(QuietMilliseconds)}: must be from 0 to 600000, is {QuietMilliseconds}";
        if (DelayMaxMilliseconds < QuietMilliseconds || DelayMaxMilliseconds > 3_600_000)
        {
            yield return $"{nameof(DelayMaxMilliseconds)}: must be from {QuietMilliseconds} to 3600000, "
                + $"is {DelayMaxMilliseconds}";
        }
        if (ImportMinutesMax is < 1 or > 1_440)
            yield return $"{nameof(ImportMinutesMax)}: must be from 1 to 1440, is {ImportMinutesMax}";
        if (BatchCustomers is < 1 or > 2_000)
            yield return $"{nameof(BatchCustomers)}: must be from 1 to 2000, is {BatchCustomers}";
    }
}
