using System.Net.Http.Headers;

namespace Risk.Alerting.Tests.Receivers;

/// <summary>One event as the browser's interface of this name would give it.</summary>
internal sealed record SentEvent(string Id, string Data);

/// <summary>Reads server-sent events by the text of the HTML standard.</summary>
internal sealed class EventSource : IAsyncDisposable
{
    private readonly HttpResponseMessage answer;
    private readonly StreamReader lines;

    private EventSource(HttpResponseMessage answer, Stream body) =>
        (this.answer, lines) = (answer, new StreamReader(body));

    public static async Task<EventSource> OpenAsync(HttpClient http, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        return new EventSource(answer, await answer.Content.ReadAsStreamAsync());
    }

    public async Task<SentEvent> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var (id, data) = ("", "");
        while (await lines.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Length == 0 && data.Length > 0)
                return new SentEvent(id, data);
            if (line.StartsWith("id:", StringComparison.Ordinal))
                id = line[3..].Trim();
            else if (line.StartsWith("data:", StringComparison.Ordinal))
                data += line[5..].Trim();
        }
        throw new EndOfStreamException("The stream ended without an event.");
    }

    public ValueTask DisposeAsync()
    {
        lines.Dispose();
        answer.Dispose();
        return ValueTask.CompletedTask;
    }
}
