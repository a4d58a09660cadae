using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Transcoding.Routes;

namespace Grpc.Transcoding.OpenApi;

/// <summary>
/// Writes an OpenAPI 3.1 document of gRPC services that are served as JSON; the same input, the same bytes.
/// </summary>
public static class OpenApiDocument
{
    private static readonly ExtensionRegistry Annotations =
        [AnnotationsExtensions.Http, FieldBehaviorExtensions.FieldBehavior];

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Describes every service of the contract that is served as JSON.</summary>
    public static byte[] Write(OpenApiInfo info) => Write(info, Services(info));

    /// <summary>Describes the services that these applications serve, in one document.</summary>
    public static byte[] Write(OpenApiInfo info, params IEnumerable<RestRoutes> applications)
    {
        var served = applications.SelectMany(routes => routes.Services).Select(service => service.FullName).ToHashSet();
        return Write(info, Services(info).Where(service => served.Contains(service.FullName)));
    }

    private static byte[] Write(OpenApiInfo info, IEnumerable<ServiceDescriptor> services)
    {
        var schemas = new Schemas();
        var (tags, paths) = (new JsonArray(), new SortedDictionary<string, JsonObject>(StringComparer.Ordinal));
        foreach (var service in services.OrderBy(service => service.FullName, StringComparer.Ordinal))
        {
            var bindings = service.Methods.SelectMany(RestMethod.Of).ToArray();
            if (bindings.Length > 0)
            {
                tags.Add(
                    new JsonObject { ["name"] = service.FullName, ["description"] = Comments.Of(service.Declaration) });
            }

            foreach (var binding in bindings)
            {
                var path = RestPattern.Text(binding.Template);
                paths.TryAdd(path, []);
                paths[path][binding.HttpMethod.ToLowerInvariant()] = new Operation(binding, schemas).Write();
            }
        }

        var document = new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = Info(info),
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["security"] = new JsonArray(
                new JsonObject { ["bearer"] = new JsonArray() }, new JsonObject { ["apiKey"] = new JsonArray() }),
            ["tags"] = tags,
            ["paths"] = new JsonObject(paths.Select(path => KeyValuePair.Create(path.Key, (JsonNode?)path.Value))),
            ["components"] = Components(schemas),
        };
        return [.. JsonSerializer.SerializeToUtf8Bytes(document, Indented), (byte)'\n'];
    }

    private static IEnumerable<ServiceDescriptor> Services(OpenApiInfo info)
    {
        var set = FileDescriptorSet.Parser.ParseFrom(info.DescriptorSet.Span);
        var files = FileDescriptor.BuildFromByteStrings(set.File.Select(file => file.ToByteString()), Annotations);
        return files.SelectMany(file => file.Services);
    }

    private static JsonObject Info(OpenApiInfo info)
    {
        var json = new JsonObject { ["title"] = info.Title, ["version"] = info.Version };
        if (info.Description.Length > 0)
        {
            json["description"] = info.Description;
        }

        return json;
    }

    private static JsonObject Components(Schemas schemas) => new()
    {
        ["schemas"] = schemas.Write(),
        ["responses"] = ProblemResponses.Components(),
        ["securitySchemes"] = new JsonObject
        {
            ["bearer"] = new JsonObject
            {
                ["type"] = "http",
                ["scheme"] = "bearer",
                ["description"] = "An API key or a JSON Web Token.",
            },
            ["apiKey"] = new JsonObject
            {
                ["type"] = "apiKey",
                ["in"] = "header",
                ["name"] = "X-Api-Key",
                ["description"] = "An API key.",
            },
        },
    };
}
