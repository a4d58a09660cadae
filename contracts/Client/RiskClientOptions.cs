namespace Risk.Client;

/// <summary>How to reach a suite and how patiently to call it.</summary>
public sealed record RiskClientOptions
{
    /// <summary>Address of the suite, for example <c>http://127.0.0.1:8080</c>.</summary>
    public required Uri Address { get; init; }

    /// <summary>The API key, <c>rk_…</c>; null calls anonymously.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Language of texts for people: <c>en</c> or <c>zh-CN</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Deadline of a unary call that states none, retries included.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a call that may be repeated is tried again; 0 switches retries off. At most 10.</summary>
    public int RetriesMax { get; init; } = 4;

    /// <summary>Wait before the first retry; it doubles each time, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Largest message sent or received, in bytes.</summary>
    public int MessageBytesMax { get; init; } = 16 * 1024 * 1024;

    /// <summary>The clock that deadlines are taken from.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
