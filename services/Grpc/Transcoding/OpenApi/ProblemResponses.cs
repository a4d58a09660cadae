using System.Text.Json.Nodes;
using Grpc.Transcoding.Routes;

namespace Grpc.Transcoding.OpenApi;

/// <summary>What an operation answers when it does not do what it was asked (RFC 9457).</summary>
internal static class ProblemResponses
{
    private static readonly (string Status, string Name, string Description)[] All =
    [
        ("400", "BadRequest", "The request is not as it must be (INVALID_ARGUMENT), or the state does not allow it "
            + "(FAILED_PRECONDITION); `violations` name the fields."),
        ("401", "Unauthorized", "The caller is not known (UNAUTHENTICATED)."),
        ("403", "Forbidden", "The caller may not do this (PERMISSION_DENIED)."),
        ("404", "NotFound", "There is no such thing (NOT_FOUND)."),
        ("409", "Conflict",
            "It exists already (ALREADY_EXISTS), or it has changed since or is being changed (ABORTED)."),
        ("413", "TooLarge", "The body is too large (RESOURCE_EXHAUSTED)."),
        ("415", "UnsupportedMediaType", "The body is no JSON (INVALID_ARGUMENT)."),
        ("422", "KeyReused", "The idempotency key was used for another request (INVALID_ARGUMENT)."),
        ("429", "TooManyRequests",
            "Too much was asked for (RESOURCE_EXHAUSTED); `Retry-After` says when to come again."),
        ("500", "ServerError", "The service failed (UNKNOWN, INTERNAL, DATA_LOSS)."),
        ("503", "Unavailable", "The service cannot answer now (UNAVAILABLE)."),
        ("504", "TimeUp", "The time was up before there was an answer (DEADLINE_EXCEEDED)."),
    ];

    public static IEnumerable<(string Status, JsonObject Reference)> Of(RestMethod method)
    {
        var names = method.Template.Variables.Count > 0;
        var changes = method.HttpMethod != "GET";
        var hasKey = method.Rpc.InputType.FindFieldByName("request_id") is not null;
        return All.Where(problem => problem.Status switch
        {
            "404" => names,
            "409" => changes,
            "413" => method.TakesBody,
            "415" => method.TakesBody && !method.TakesRawBody,
            "422" => hasKey,
            _ => true,
        }).Select(problem =>
            (problem.Status, new JsonObject { ["$ref"] = $"#/components/responses/{problem.Name}" }));
    }

    public static JsonObject Components() => new(All.Select(problem =>
        KeyValuePair.Create(problem.Name, (JsonNode?)new JsonObject
        {
            ["description"] = problem.Description,
            ["content"] = new JsonObject
            {
                ["application/problem+json"] = new JsonObject
                {
                    ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Problem" },
                },
            },
        })));

    public static JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["description"] = "Why a request was refused or failed (RFC 9457).",
        ["properties"] = new JsonObject
        {
            ["type"] = Text("A URI of the kind of problem; about:blank where code and reason say it."),
            ["title"] = Text("The HTTP status in words."),
            ["status"] = new JsonObject { ["type"] = "integer", ["description"] = "The HTTP status." },
            ["detail"] = Text("What is wrong, in the language of the caller where it is known."),
            ["instance"] = Text("The path that was called."),
            ["code"] = Text("The gRPC status code, such as INVALID_ARGUMENT."),
            ["reason"] = Text("What is wrong, in one word for programs."),
            ["metadata"] = new JsonObject
            {
                ["type"] = "object",
                ["description"] = "Facts about the reason.",
                ["additionalProperties"] = new JsonObject { ["type"] = "string" },
            },
            ["violations"] = new JsonObject { ["type"] = "array", ["items"] = Violation() },
            ["traceId"] = Text("Where to find the request in traces and logs."),
        },
        ["required"] = new JsonArray("type", "title", "status", "detail", "code", "traceId"),
    };

    private static JsonObject Violation() => new()
    {
        ["type"] = "object",
        ["description"] = "A field of the request that is not as it must be.",
        ["properties"] = new JsonObject
        {
            ["field"] = Text("Its path, such as lines[2].amount."),
            ["description"] = Text("What is wrong with it."),
        },
        ["required"] = new JsonArray("field", "description"),
    };

    private static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };
}
