using System.Globalization;
using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Grpc.Transcoding.Routes;

namespace Grpc.Transcoding.OpenApi;

/// <summary>One HTTP method of one path: an rpc as OpenAPI tells it.</summary>
internal sealed class Operation(RestMethod method, Schemas schemas)
{
    private const string Json = "application/json";
    private const string Bytes = "application/octet-stream";

    private readonly MethodDescriptor rpc = method.Rpc;

    public JsonObject Write()
    {
        var comment = Comments.Of(rpc.Declaration);
        var operation = new JsonObject
        {
            ["tags"] = new JsonArray(rpc.Service.FullName),
            ["summary"] = Comments.Summary(comment),
            ["description"] = comment,
            ["operationId"] = Id(),
        };
        if (rpc.GetOptions()?.Deprecated == true)
        {
            operation["deprecated"] = true;
        }

        if (new Parameters(method, schemas).Write() is { Count: > 0 } parameters)
        {
            operation["parameters"] = parameters;
        }

        if (method.TakesBody)
        {
            operation["requestBody"] = Body();
        }

        var responses = new JsonObject { ["200"] = Answer() };
        foreach (var (status, reference) in ProblemResponses.Of(method))
        {
            responses[status] = reference;
        }

        operation["responses"] = responses;
        operation["x-grpc-method"] = $"{rpc.Service.FullName}/{rpc.Name}";
        return operation;
    }

    /// <summary>
    /// <c>Intake_Customers_GetCustomer</c>: the noun of the package, the service, the rpc, the binding.
    /// </summary>
    private string Id()
    {
        var noun = rpc.File.Package.Split('.').Last(part => !(part.StartsWith('v') && char.IsAsciiDigit(part[^1])));
        var service = rpc.Service.Name.EndsWith("Service", StringComparison.Ordinal)
            ? rpc.Service.Name[..^"Service".Length]
            : rpc.Service.Name;
        var number = method.Number == 0 ? "" : "_" + (method.Number + 1).ToString(CultureInfo.InvariantCulture);
        return $"{char.ToUpperInvariant(noun[0])}{noun[1..]}_{service}_{rpc.Name}{number}";
    }

    private JsonObject Body()
    {
        if (method.TakesRawBody)
        {
            return new JsonObject
            {
                ["content"] = Content(Bytes, schemas.Of(Google.Api.HttpBody.Descriptor)),
                ["required"] = true
            };
        }

        if (method.BodyField is { } field)
        {
            var schema = schemas.Of(field);
            var body = new JsonObject();
            if (schema.Remove("description", out var description))
            {
                body["description"] = description;
            }

            body["content"] = Content(Json, schema);
            body["required"] = Schemas.IsRequired(field);
            return body;
        }

        var inPath = method.Template.Variables.Select(variable => variable.FieldPath).ToArray();
        return new JsonObject
        {
            ["content"] =
                Content(Json, inPath.Length == 0 ? schemas.Of(rpc.InputType) : schemas.Object(rpc.InputType, inPath)),
            ["required"] = rpc.InputType.Fields.InDeclarationOrder()
                .Any(other => Schemas.IsRequired(other) && !inPath.Contains(other.Name, StringComparer.Ordinal)),
        };
    }

    private JsonObject Answer()
    {
        var description = Comments.Of((method.AnswerField?.Declaration ?? rpc.OutputType.Declaration)!);
        if (method.AnswersRaw)
        {
            return Response("The file.", Content(Bytes, schemas.Of(Google.Api.HttpBody.Descriptor)));
        }

        if (!rpc.IsServerStreaming)
        {
            return Response(description, Content(Json, AnswerSchema()));
        }

        var content = Content("application/x-ndjson", AnswerSchema());
        content["text/event-stream"] = new JsonObject { ["schema"] = AnswerSchema() };
        return Response(
            $"A stream: one answer a line, or, with `Accept: text/event-stream`, one an event. Each: {description}",
                content);
    }

    private JsonObject AnswerSchema() =>
        method.AnswerField is { } field ? schemas.Of(field) : schemas.Of(rpc.OutputType);

    private static JsonObject Response(string description, JsonObject content) => new()
    {
        ["description"] = description.Length > 0 ? description : "Done.",
        ["content"] = content,
    };

    private static JsonObject Content(string type, JsonObject schema) =>
        new() { [type] = new JsonObject { ["schema"] = schema } };
}
