using System.Buffers.Text;
using Risk.ServiceDefaults.Hosting;

namespace Risk.Alerting.Webhooks;

/// <summary>How webhooks are delivered, and where to.</summary>
internal sealed record WebhookSettings : ISettings
{
    public static string Section => "Webhooks";

    /// <summary>
    /// Also targets on this machine and in private networks: for trials, and where these are meant. Link-local ones
    /// never.
    /// </summary>
    public bool AllowPrivateTargets { get; init; }

    /// <summary>Also http without TLS, where everybody on the way can read the alerts.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>
    /// Single targets in private networks that are meant, as <c>host:port</c> joined by commas: posted to without TLS
    /// too.
    /// </summary>
    public string TrustedTargets { get; init; } = "";

    private IEnumerable<string> TrustedOnes =>
        TrustedTargets.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>
    /// File of the key, 32 bytes in base64, with which signing secrets are sealed in the database. All instances need
    /// the same. Without it the secrets lie in the database as they are.
    /// </summary>
    public string KeyFile { get; init; } = "";

    /// <summary>
    /// Makes the key when its file is missing: for a suite in one process, which shares it with nobody. Elsewhere each
    /// instance would make its own.
    /// </summary>
    public bool MakeKeyFile { get; init; }

    /// <summary>How long a target may take to answer.</summary>
    public int TimeoutSeconds { get; init; } = 15;

    /// <summary>Deliveries to one subscription at once; a target that fails gets one at a time.</summary>
    public int PerTargetMax { get; init; } = 4;

    /// <summary>Deliveries of this instance at once.</summary>
    public int AtOnceMax { get; init; } = 256;

    public int SubscriptionsMax { get; init; } = 100;

    /// <summary>Messages, with their attempts, are forgotten so many days after they were made.</summary>
    public int KeepDays { get; init; } = 30;

    public IEnumerable<string> Faults()
    {
        foreach (var target in TrustedOnes.Where(target => !IsTarget(target)))
            yield return $"{nameof(TrustedTargets)}: '{target}' is not a host:port such as receiver:8090";
        if (TimeoutSeconds is < 1 or > 60)
            yield return $"{nameof(TimeoutSeconds)}: must be from 1 to 60, is {TimeoutSeconds}";
        if (PerTargetMax is < 1 or > 100)
            yield return $"{nameof(PerTargetMax)}: must be from 1 to 100, is {PerTargetMax}";
        if (AtOnceMax < PerTargetMax || AtOnceMax > 10_000)
            yield return $"{nameof(AtOnceMax)}: must be from {PerTargetMax} to 10000, is {AtOnceMax}";
        if (SubscriptionsMax is < 1 or > 10_000)
            yield return $"{nameof(SubscriptionsMax)}: must be from 1 to 10000, is {SubscriptionsMax}";
        if (KeepDays is < 5 or > 3_650)
            yield return $"{nameof(KeepDays)}: must be from 5 to 3650, is {KeepDays}";
        if (KeyFault() is { } fault)
            yield return $"{nameof(KeyFile)}: {fault}";
    }

    internal bool Trusts(string host, int port) =>
        TrustedOnes.Contains($"{host}:{port}", StringComparer.OrdinalIgnoreCase);

    private static bool IsTarget(string text) => Uri.TryCreate($"http://{text}", UriKind.Absolute, out var uri)
        && uri.Authority.Equals(text, StringComparison.OrdinalIgnoreCase) && uri.Port > 0 && !uri.IsDefaultPort;

    private string? KeyFault() =>
        KeyFile.Length == 0 ? null
        : !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(KeyFile))) ? $"there is no folder for '{KeyFile}'"
        : File.Exists(KeyFile) ? (IsKey(File.ReadAllText(KeyFile).Trim())
            ? null : $"'{KeyFile}' does not hold 32 bytes in base64")
        : MakeKeyFile ? null
        : $"there is no file '{KeyFile}'; make one for all instances: head -c 32 /dev/urandom | base64 > '{KeyFile}'";

    private static bool IsKey(string text) => Base64.IsValid(text, out var bytes) && bytes == 32;
}
