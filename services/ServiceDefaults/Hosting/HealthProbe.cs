using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Risk.ServiceDefaults.Hosting;

/// <summary>
/// Asks the service that runs beside this process whether it is ready, by the same settings; the exit code is the
/// answer. An image that has neither shell nor curl has nothing else to ask with.
/// </summary>
internal static class HealthProbe
{
    public const string Option = "--health";

    private const string Question =
        $"GET {OperatorPages.Ready} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public static async Task<int> RunAsync(string[] args)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables("RISK__").AddCommandLine(args).Build();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return await IsReadyAsync(AddressOf(configuration), patience.Token) ? 0 : 1;
        }
        catch (Exception silent) when (silent is SocketException or IOException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(silent.Message);
            return 1;
        }
    }

    private static IPEndPoint AddressOf(IConfiguration configuration)
    {
        var unset = new HttpSettings();
        var port = configuration["Http:Port"] is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : unset.Port;
        var address = IPAddress.Parse(configuration["Http:Address"] ?? unset.Address);
        return new(address.Equals(IPAddress.Any) ? IPAddress.Loopback : address, port);
    }

    // By hand, as this runs every few seconds: an HTTP client would take longer to load than to ask, and so would
    // settings bound to their record.
    private static async Task<bool> IsReadyAsync(IPEndPoint address, CancellationToken cancellation)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address, cancellation);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Question), cancellation);
        using var answer = new StreamReader(stream, Encoding.UTF8);
        var status = await answer.ReadLineAsync(cancellation);
        if (status?.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) is true)
            return true;
        await Console.Error.WriteLineAsync(status + " " + await answer.ReadToEndAsync(cancellation));
        return false;
    }
}
