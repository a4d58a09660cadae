using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Risk.ServiceDefaults.Telemetry;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Telemetry;

public sealed class JsonLinesTests
{
    [Fact]
    public void An_entry_is_one_line_with_its_trace()
    {
        using var activity = new Activity("work").SetIdFormat(ActivityIdFormat.W3C).Start();
        var line = Write("two\nlines, 中文", new InvalidOperationException("broken"));

        line.TrimEnd('\n').ShouldNotContain('\n');
        var entry = JsonDocument.Parse(line).RootElement;
        entry.GetProperty("message").GetString().ShouldBe("two\nlines, 中文");
        entry.GetProperty("level").GetString().ShouldBe("Warning");
        entry.GetProperty("trace_id").GetString().ShouldBe(activity.TraceId.ToHexString());
        entry.GetProperty("exception").GetString().ShouldNotBeNull().ShouldContain("broken");
        line.ShouldContain("中文");
    }

    private static string Write(string message, Exception exception)
    {
        using var text = new StringWriter();
        var entry = new LogEntry<string>(LogLevel.Warning, "test", default, message, exception, (state, _) => state);
        new JsonLines(TimeProvider.System).Write(in entry, null, text);
        return text.ToString();
    }
}
