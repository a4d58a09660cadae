using Shouldly;
using Xunit;

namespace Risk.Grpc.Tests.Transcoding;

public sealed class StreamTests(LibraryServer library) : IClassFixture<LibraryServer>
{
    private const string Events = "Accept: text/event-stream";

    [Fact]
    public async Task A_stream_is_lines_of_json()
    {
        var answer = await GetAsync("/v1/counts/3");
        answer.Headers["Content-Type"].ShouldBe("application/x-ndjson");
        answer.Text.ShouldBe("{\"number\":1}\n{\"number\":2}\n{\"number\":3}\n");
    }

    [Fact]
    public async Task A_stream_is_events_for_who_accepts_them()
    {
        var answer = await GetAsync("/v1/counts/2", Events);
        answer.Headers["Content-Type"].ShouldBe("text/event-stream");
        answer.Headers["Cache-Control"].ShouldBe("no-store");
        answer.Text.ShouldBe(
            "id: 1\nevent: message\ndata: {\"number\":1}\n\nid: 2\nevent: message\ndata: {\"number\":2}\n\n");
    }

    [Fact]
    public async Task An_empty_stream_is_an_empty_body()
    {
        var answer = await GetAsync("/v1/counts/0");
        (answer.Status, answer.Text).ShouldBe((200, ""));
    }

    [Fact]
    public async Task A_failure_before_the_first_answer_is_a_problem()
    {
        var answer = await GetAsync("/v1/counts/many", Events);
        (answer.Status, answer.Headers["Content-Type"]).ShouldBe((400, "application/problem+json"));
    }

    [Fact]
    public async Task A_failure_in_the_middle_is_the_last_line()
    {
        var lines = (await GetAsync("/v1/counts/3?fail_after=1")).Text.Split('\n');
        lines[0].ShouldBe("{\"number\":1}");
        lines[1].ShouldStartWith("{\"error\":{\"type\":");
        lines[1].ShouldContain("\"code\":\"UNAVAILABLE\"");
        lines[2].ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failure_in_the_middle_is_an_error_event()
    {
        var events = (await GetAsync("/v1/counts/3?fail_after=2", Events)).Text.Split("\n\n");
        events[2].ShouldStartWith("event: error\ndata: {\"type\":");
        events[2].ShouldContain("no more numbers");
        events[3].ShouldBeEmpty();
    }

    [Fact]
    public async Task A_silent_event_stream_says_that_it_is_alive()
    {
        var answer = await GetAsync("/v1/counts/1?delay_ms=3000", Events);
        answer.Text.ShouldStartWith(":\n\n");
        answer.Text.ShouldEndWith("data: {\"number\":1}\n\n");
    }

    [Fact]
    public async Task Events_arrive_while_the_stream_goes_on()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/counts/100000000");
        request.Headers.Add("Accept", "text/event-stream");
        using var response = await library.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        (await reader.ReadLineAsync()).ShouldBe("id: 1");
    }

    [Fact]
    public async Task A_stream_of_bytes_is_one_body()
    {
        var answer = await GetAsync("/v1/files/3");
        answer.Headers["Content-Type"].ShouldBe("text/csv");
        answer.Text.ShouldBe("1\n2\n3\n");
    }

    private Task<Answer> GetAsync(string path, params string[] headers) =>
        library.SendAsync(HttpMethod.Get, path, body: null, type: "", headers);
}
