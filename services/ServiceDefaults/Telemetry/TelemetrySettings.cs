using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults.Telemetry;

/// <summary>Where traces, metrics and logs go besides the console and the metrics page.</summary>
public sealed record TelemetrySettings : ISettings
{
    public static string Section => "Telemetry";

    /// <summary>OTLP over gRPC, such as http://collector:4317; empty sends nothing.</summary>
    public string OtlpEndpoint { get; init; } = "";

    /// <summary>Share of new traces that is recorded, 0 to 1; a caller's own decision is followed.</summary>
    public double TracesShare { get; init; } = 1;

    /// <summary>
    /// False when another host of this process already exports the traces and metrics, which are the process's.
    /// </summary>
    public bool ExportsProcess { get; init; } = true;

    public IEnumerable<string> Faults()
    {
        if (OtlpEndpoint.Length > 0 && !Uri.TryCreate(OtlpEndpoint, UriKind.Absolute, out _))
            yield return $"{nameof(OtlpEndpoint)}: '{OtlpEndpoint}' is not an absolute address";
        if (TracesShare is < 0 or > 1)
            yield return $"{nameof(TracesShare)}: must be from 0 to 1, is {TracesShare}";
    }
}
