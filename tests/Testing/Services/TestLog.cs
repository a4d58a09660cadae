using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Risk.Testing;

/// <summary>The last lines that a service under test has logged, for tests and for reading after a failure.</summary>
public sealed class TestLog : ILoggerProvider
{
    private const int LinesMax = 2_000;

    private readonly ConcurrentQueue<(LogLevel Level, string Line)> lines = new();

    public IReadOnlyList<string> Lines => [.. lines.Select(entry => entry.Line)];

    public IReadOnlyList<string> Errors => [.. lines.Where(e => e.Level >= LogLevel.Error).Select(e => e.Line)];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    /// <summary>The lines outlive the host that wrote them: a test may have restarted it.</summary>
    public void Dispose()
    {
    }

    private sealed class Logger(TestLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            log.lines.Enqueue((logLevel, $"{logLevel} {category}: {formatter(state, exception)} {exception}"));
            while (log.lines.Count > LinesMax && log.lines.TryDequeue(out _))
            {
            }
        }
    }
}
