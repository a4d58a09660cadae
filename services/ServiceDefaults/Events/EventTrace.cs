using System.Diagnostics;

namespace Risk.ServiceDefaults.Events;

/// <summary>The trace of a request goes on in what it causes, whether or not anybody records it.</summary>
internal static class EventTrace
{
    /// <summary>A step of the trace that an event carries; null when it carries none and nobody listens.</summary>
    public static Activity? Continue(string step, ActivityKind kind, string? parent) =>
        EventMetrics.Traces.StartActivity(step, kind, parent)
        ?? (parent is null ? null : new Activity(step).SetParentId(parent).Start());
}
