using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Calls;

// What all calls of a service share.
internal sealed partial class CallDefaults(MethodSettings settings, ILogger logger)
{
    public MethodSettings Settings { get; } = settings;

    [LoggerMessage(1, LogLevel.Error, "{Method} failed")]
    private static partial void LogFailed(ILogger logger, string method, Exception cause);

    [LoggerMessage(2, LogLevel.Debug, "{Method} was refused: {Code} {Detail}")]
    private static partial void LogRefused(ILogger logger, string method, Core.StatusCode code, string detail);

    [LoggerMessage(3, LogLevel.Debug, "{Method} was cancelled")]
    private static partial void LogCancelled(ILogger logger, string method, Exception cause);

    [LoggerMessage(4, LogLevel.Debug, "{Method} passed its deadline")]
    private static partial void LogTimedOut(ILogger logger, string method);

    public void Failed(string method, Exception cause) => LogFailed(logger, method, cause);

    public void Refused(string method, Core.Status status) =>
        LogRefused(logger, method, status.StatusCode, status.Detail);

    public void Cancelled(string method, Exception cause) => LogCancelled(logger, method, cause);

    public void TimedOut(string method) => LogTimedOut(logger, method);
}
