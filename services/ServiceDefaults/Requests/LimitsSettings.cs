using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults.Requests;

/// <summary>How fast one caller may call.</summary>
public sealed record LimitsSettings : ISettings
{
    public static string Section => "Limits";

    /// <summary>Calls a second of one credential, lasting; 0 means no limit.</summary>
    public double RequestsPerSecond { get; init; } = 5_000;

    /// <summary>Calls that one credential may make at once after a rest.</summary>
    public double RequestsBurst { get; init; } = 10_000;

    /// <summary>Refused credentials a minute from one address, after which it is told to wait.</summary>
    public double FailuresPerMinute { get; init; } = 120;

    /// <summary>Lasting streams, such as watches, that one credential may have open on one instance; 0 means no limit.
    /// </summary>
    public int StreamsPerCaller { get; init; } = 20;

    public IEnumerable<string> Faults()
    {
        if (RequestsPerSecond < 0)
            yield return $"{nameof(RequestsPerSecond)}: must not be negative, is {RequestsPerSecond}";
        if (RequestsBurst < 1)
            yield return $"{nameof(RequestsBurst)}: must be at least 1, is {RequestsBurst}";
        if (FailuresPerMinute < 1)
            yield return $"{nameof(FailuresPerMinute)}: must be at least 1, is {FailuresPerMinute}";
        if (StreamsPerCaller < 0)
            yield return $"{nameof(StreamsPerCaller)}: must not be negative, is {StreamsPerCaller}";
    }

    internal RateBucket NewBucket() => new(RequestsPerSecond, RequestsBurst);
}
