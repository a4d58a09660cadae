using System.Net;
using System.Net.Sockets;
using System.Text;
using Risk.Grpc.Tests.Probe;
using Risk.Grpc.Tests.Servers;
using Shouldly;
using Xunit;

namespace Risk.Grpc.Tests.Protocol;

public sealed class OnePortTests(SharedProbeServer shared) : IClassFixture<SharedProbeServer>
{
    [Theory]
    [InlineData("1.1", "HTTP/1.1 http")]
    [InlineData("2.0", "HTTP/2 http")]
    public async Task One_port_speaks_both_versions(string version, string expected)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{shared.Server.Address}/protocol")
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        var response = await http.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).ShouldBe(expected);
    }

    [Fact]
    public async Task A_request_that_comes_byte_by_byte_and_begins_like_the_preface_is_http1()
    {
        using var socket = await ConnectAsync();
        foreach (var unit in "PROPFIND /protocol HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray())
        {
            await socket.SendAsync(new[] { unit });
        }

        (await ReadToEndAsync(socket)).ShouldStartWith("HTTP/1.1 405 ");
    }

    [Fact]
    public async Task A_preface_in_two_pieces_is_http2()
    {
        using var socket = await ConnectAsync();
        await socket.SendAsync("PRI * HT"u8.ToArray());
        await Task.Delay(100);
        await socket.SendAsync("TP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0"u8.ToArray());
        var answer = new byte[9];

        await socket.ReceiveAsync(answer);

        answer[3].ShouldBe((byte)4, "the server's first frame is SETTINGS");
    }

    [Fact]
    public async Task A_connection_that_says_nothing_ends_with_the_server()
    {
        await using var server = await ProbeServer.StartAsync();
        using var socket = await ConnectAsync(server.Address);
        (await server.Client.EchoAsync(new EchoRequest { Text = "up" })).Text.ShouldBe("up");

        await server.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));

        (await ReadToEndAsync(socket)).ShouldBeEmpty();
    }

    private Task<Socket> ConnectAsync() => ConnectAsync(shared.Server.Address);

    private static async Task<Socket> ConnectAsync(string address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(address).Port);
        return socket;
    }

    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (await socket.ReceiveAsync(buffer) is var count and > 0)
        {
            text.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        return text.ToString();
    }
}
