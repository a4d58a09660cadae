using System.Net;
using System.Net.Sockets;
using Risk.ServiceDefaults.Requests;

namespace Risk.Alerting.Webhooks;

/// <summary>Finds the addresses of a host name.</summary>
internal delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken ct);

/// <summary>
/// Where may be posted to. A name is looked up when a subscription is made and again for every connection, which then
/// goes to the very address that was looked at: a name that moves into a private network leads nowhere.
/// </summary>
internal sealed class Targets(WebhookSettings settings, ResolveHost resolve)
{
    private const int UrlLengthMax = 2_000;
    private static readonly TimeSpan ResolveTimeMax = TimeSpan.FromSeconds(5);

    /// <summary>What is wrong with the address for whoever subscribes; nothing when it may be posted to.</summary>
    public async Task<Text?> FaultAsync(string url, CancellationToken ct)
    {
        if (url.Length > UrlLengthMax || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0
            || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            return new("is no https address of at most 2,000 characters", "不是 https 地址，或超过 2,000 个字符");
        }
        if (uri.Scheme == Uri.UriSchemeHttp && !settings.AllowHttp && !settings.Trusts(uri.IdnHost, uri.Port))
            return new("must be an https address", "必须为 https 地址");
        if (uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
            return new("must have no user, password or fragment", "不得包含用户名、密码或片段");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(ResolveTimeMax);
        try
        {
            await AddressesAsync(uri.IdnHost, uri.Port, patience.Token);
            return null;
        }
        catch (TargetRefusedException)
        {
            return new("leads to this machine or a private network", "指向本机或内部网络");
        }
        catch (Exception failed) when (failed is SocketException || !ct.IsCancellationRequested)
        {
            return new("names a host that cannot be found", "主机名无法解析");
        }
    }

    /// <summary>Connects to the target, to an address that has been looked at.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var addresses = await AddressesAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, ct);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>One address that may not be posted to is enough to refuse them all.</summary>
    private async Task<IPAddress[]> AddressesAsync(string host, int port, CancellationToken ct)
    {
        var privateToo = settings.AllowPrivateTargets || settings.Trusts(host, port);
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal)
            ? [literal]
            : await resolve(host, ct);
        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        if (addresses.Any(PublicAddresses.IsLinkLocal)
            || (!privateToo && !addresses.All(PublicAddresses.Contain)))
        {
            throw new TargetRefusedException();
        }
        return addresses;
    }
}

/// <summary>The target's name leads to where nothing may be posted.</summary>
internal sealed class TargetRefusedException() : Exception("the target is on this machine or in a private network");
