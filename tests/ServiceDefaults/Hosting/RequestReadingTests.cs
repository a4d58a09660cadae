using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Risk.ServiceDefaults.Tests.Given;
using Risk.Testing;
using Shouldly;
using Xunit;
using NotesService = Risk.ServiceDefaults.Tests.Given.NotesService;

namespace Risk.ServiceDefaults.Tests.Hosting;

public sealed class RequestReadingTests(RequestReadingTests.Fixture notes) : IClassFixture<RequestReadingTests.Fixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Who_is_not_known_is_refused_before_the_request_is_read()
    {
        (await BeginRestAsync("")).ShouldContain(" 401 ");
        (await BeginRestAsync("X-Api-Key: rk_unknown_secret\r\n")).ShouldContain(" 401 ");
        (await BeginGrpcAsync("WriteNote", "rk_unknown_secret")).ShouldBe(StatusCode.Unauthenticated);
        (await BeginGrpcAsync("WatchNote", "rk_unknown_secret")).ShouldBe(StatusCode.Unauthenticated);
    }

    [Fact]
    public async Task Who_lacks_the_role_is_refused_before_the_request_is_read() =>
        (await BeginGrpcAsync("HideNote", notes.ApiKey)).ShouldBe(StatusCode.PermissionDenied);

    [Fact]
    public async Task A_request_that_stops_coming_is_given_up()
    {
        (await BeginRestAsync($"X-Api-Key: {notes.ApiKey}\r\n")).ShouldContain(" 504 ");
        (await BeginGrpcAsync("WriteNote", notes.ApiKey)).ShouldBe(StatusCode.DeadlineExceeded);
        (await BeginGrpcAsync("WatchNote", notes.ApiKey)).ShouldBe(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task A_body_of_json_has_a_limit_of_its_own()
    {
        var answer = await notes.WriteAsync("large", new string('x', Fixture.JsonBytesMax));

        answer.Status.ShouldBe(413);
        answer["reason"].ShouldBe("BODY_TOO_LARGE");
    }

    [Fact]
    public async Task A_caller_cannot_give_itself_more_time_than_a_call_may_take()
    {
        foreach (var asked in ((string, string)[])[("Request-Timeout", "86400"), ("Grpc-Timeout", "24H")])
            (await notes.WriteAsync($"slow {asked.Item1}", "a", asked)).Status.ShouldBe(504);
    }

    [Fact]
    public async Task However_the_content_type_is_written_a_call_may_not_take_too_long()
    {
        using var content = new ByteArrayContent([0, 0, 0, 0, 9, 10, 4, .. "slow"u8, 18, 1, .. "a"u8]);

        (await SendGrpcAsync("WriteNote", notes.ApiKey, "Application/grpc", content))
            .ShouldBe(StatusCode.DeadlineExceeded);
    }

    /// <summary>Begins a request whose body does not come, and answers with the line of the answer's status.</summary>
    private async Task<string> BeginRestAsync(string header)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new TcpClient();
        await socket.ConnectAsync(notes.Address.Host, notes.Address.Port, patience.Token);
        var stream = socket.GetStream();
        var begun = $"POST /v1/notes HTTP/1.1\r\nHost: notes\r\nContent-Type: application/json\r\n{header}"
            + "Content-Length: 1000\r\n\r\n{";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(begun), patience.Token);
        using var answer = new StreamReader(stream);
        return await answer.ReadLineAsync(patience.Token) ?? "";
    }

    private async Task<StatusCode> BeginGrpcAsync(string method, string key)
    {
        using var stalled = new Stalled();
        return await SendGrpcAsync(method, key, "application/grpc", stalled);
    }

    private async Task<StatusCode> SendGrpcAsync(string method, string key, string contentType, HttpContent content)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var client = new HttpClient { BaseAddress = notes.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/test.notes.v1.NotesService/{method}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        request.Headers.Add("X-Api-Key", key);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        var status = answer.Headers.TryGetValues("grpc-status", out var values) ? values.Single() : "";
        return (StatusCode)int.Parse(status, CultureInfo.InvariantCulture);
    }

    /// <summary>A message that begins and does not end.</summary>
    private sealed class Stalled : HttpContent
    {
        private readonly TaskCompletionSource ended = new();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(new byte[] { 0, 0, 0, 1, 0, 1 });
            await stream.FlushAsync();
            await ended.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            ended.TrySetResult();
            base.Dispose(disposing);
        }
    }

    public sealed class Fixture : ServiceFixture<NotesService>
    {
        public const int JsonBytesMax = 4096;

        protected override void Configure(WebApplicationBuilder builder) =>
            builder.Configuration.AddInMemoryCollection(
            [
                new("Http:RequestTimeoutSeconds", "1"),
                new("Http:JsonBytesMax", JsonBytesMax.ToString(CultureInfo.InvariantCulture)),
            ]);
    }
}
