using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Risk.Benchmarks.Measuring;

/// <summary>Load from a process of its own, nghttp2's h2load: the same for us and for the yardstick.</summary>
internal sealed partial class H2Load : IDisposable
{
    private const int Seconds = 4;

    private readonly string bodyFile = Path.GetTempFileName();
    private readonly string[] headers;
    private readonly string[] connections;

    private H2Load(byte[] body, string[] connections, string[] headers)
    {
        File.WriteAllBytes(bodyFile, body);
        this.connections = connections;
        this.headers = headers;
    }

    /// <summary>gRPC over HTTP/2 with prior knowledge: 4 connections with 16 streams each.</summary>
    public static H2Load Grpc(byte[] framed, params string[] headers) =>
        new(framed, ["-c", "4", "-m", "16"], ["content-type: application/grpc", "te: trailers", .. headers]);

    /// <summary>JSON over HTTP/1.1: 16 connections.</summary>
    public static H2Load Json(byte[] json, params string[] headers) =>
        new(json, ["--h1", "-c", "16"], ["content-type: application/json", .. headers]);

    /// <summary>Requests a second; fails when any of them was refused.</summary>
    public async Task<double> RunAsync(Uri target)
    {
        var seconds = Seconds.ToString(CultureInfo.InvariantCulture);
        var arguments = new List<string>(connections) { "-D", seconds, "-d", bodyFile };
        arguments.AddRange(headers.SelectMany(header => new[] { "-H", header }));
        arguments.Add(target.ToString());
        using var process = Start(arguments);
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var status = Statuses().Match(output);
        if (!status.Success || status.Groups["ok"].Value == "0" || status.Groups["bad"].Value is not "0 4xx, 0 5xx")
            throw new InvalidOperationException($"h2load did not get its answers from {target}:\n{output}");
        return double.Parse(Speed().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    public void Dispose() => File.Delete(bodyFile);

    private static Process Start(List<string> arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("h2load", arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            })!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException("h2load is missing: apt-get install nghttp2-client", missing);
        }
    }

    [GeneratedRegex(@"([0-9.]+) req/s")]
    private static partial Regex Speed();

    [GeneratedRegex("status codes: (?<ok>[0-9]+) 2xx, [0-9]+ 3xx, (?<bad>[0-9]+ 4xx, [0-9]+ 5xx)")]
    private static partial Regex Statuses();
}
