using Grpc.Core;
using Grpc.Transcoding.Routes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Grpc.Transcoding.Problems;

/// <summary>Answers what nothing serves with a problem: 404, or 405 with the methods that the path takes.</summary>
internal sealed class UnknownRoutes(RestRoutes routes) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(AnswerAsync);
        next(app);
    };

    private async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        await next(http);
        var status = http.Response.StatusCode;
        var unanswered = status is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed
            && !http.Response.HasStarted && http.Response.ContentType is null && http.Response.ContentLength is null;
        if (!unanswered || IsGrpc(http.Request))
        {
            return;
        }

        var methods = routes.MethodsAt(http.Request.Path.Value ?? "/");
        if (methods.Count > 0 || status == StatusCodes.Status405MethodNotAllowed)
        {
            if (methods.Count > 0)
            {
                http.Response.Headers.Allow = string.Join(", ", methods.Order(StringComparer.Ordinal));
            }

            await ProblemAnswer.WriteAsync(http, Problem.Of(
                StatusCodes.Status405MethodNotAllowed,
                StatusCode.Unimplemented,
                $"This path does not take {http.Request.Method}; it takes {http.Response.Headers.Allow}."));
            return;
        }

        await ProblemAnswer.WriteAsync(http, Problem.Of(
            StatusCodes.Status404NotFound, StatusCode.Unimplemented, "Nothing is served under this path."));
    }

    private static bool IsGrpc(HttpRequest request) =>
        request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;
}
