using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Grpc.Transcoding.Routes;

namespace Grpc.Transcoding.OpenApi;

/// <summary>The parameters of an operation: those in the path, those in the query, and the Idempotency-Key.</summary>
internal sealed class Parameters(RestMethod method, Schemas schemas)
{
    private const int DepthMax = 3;

    public JsonArray Write()
    {
        var all = new JsonArray();
        foreach (var (name, variable) in RestPattern.Parameters(method.Template))
        {
            all.Add(Parameter(name, "path", Leaf(variable.FieldPath)));
        }

        if (!method.TakesWholeBody)
        {
            AddQuery(all, method.Rpc.InputType, protoPrefix: "", jsonPrefix: "", depth: 1);
        }

        if (method.Rpc.InputType.FindFieldByName("request_id") is { FieldType: FieldType.String })
        {
            all.Add(new JsonObject
            {
                ["name"] = "Idempotency-Key",
                ["in"] = "header",
                ["description"] =
                    "The caller's own id of this request, for safe retries; the same as the field requestId.",
                ["schema"] = new JsonObject { ["type"] = "string" },
            });
        }

        return all;
    }

    private void AddQuery(JsonArray all, MessageDescriptor type, string protoPrefix, string jsonPrefix, int depth)
    {
        foreach (var field in type.Fields.InDeclarationOrder())
        {
            var (proto, json) = (protoPrefix + field.Name, jsonPrefix + field.JsonName);
            var elsewhere = proto == method.BodyField?.Name
                || method.Template.Variables.Any(variable => variable.FieldPath == proto);
            if (elsewhere || field.IsMap)
            {
                continue;
            }

            var isObject = field.FieldType == FieldType.Message
                && WellKnownSchemas.Find(field.MessageType, schemas) is null;
            if (!isObject)
            {
                all.Add(Parameter(json, "query", field));
            }
            else if (!field.IsRepeated && depth < DepthMax)
            {
                AddQuery(all, field.MessageType, proto + ".", json + ".", depth + 1);
            }
        }
    }

    private JsonObject Parameter(string name, string place, FieldDescriptor field)
    {
        var schema = schemas.Of(field);
        var parameter = new JsonObject { ["name"] = name, ["in"] = place };
        if (schema.Remove("description", out var description))
        {
            parameter["description"] = description;
        }

        if (place == "path" || Schemas.IsRequired(field))
        {
            parameter["required"] = true;
        }

        parameter["schema"] = schema;
        return parameter;
    }

    private FieldDescriptor Leaf(string path)
    {
        var type = method.Rpc.InputType;
        var steps = path.Split('.');
        foreach (var step in steps[..^1])
        {
            type = type.FindFieldByName(step).MessageType;
        }

        return type.FindFieldByName(steps[^1]);
    }
}
