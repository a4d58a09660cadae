using System.Text;
using System.Text.Json.Nodes;
using Grpc.Transcoding.OpenApi;
using Shouldly;
using Xunit;

namespace Risk.Contracts.Tests;

public sealed class OpenApiTests
{
    private static readonly OpenApiInfo Info = new()
    {
        Title = Contract.Title,
        Version = Contract.Version,
        Description = Contract.Description,
        DescriptorSet = Contract.DescriptorSet,
    };

    private static readonly byte[] Bytes = OpenApiDocument.Write(Info);
    private static readonly JsonNode Json = JsonNode.Parse(Bytes)!;

    [Fact]
    public void The_document_follows_the_rules_of_openapi()
    {
        var result = Microsoft.OpenApi.OpenApiDocument.Parse(Encoding.UTF8.GetString(Bytes), "json");
        result.Diagnostic!.Errors.ShouldBeEmpty();
        result.Diagnostic.Warnings.ShouldBeEmpty();
        result.Diagnostic.SpecificationVersion.ShouldBe(Microsoft.OpenApi.OpenApiSpecVersion.OpenApi3_1);
        result.Document!.Paths.Count.ShouldBeGreaterThan(30);
    }

    [Fact]
    public void It_is_the_same_each_time() => OpenApiDocument.Write(Info).ShouldBe(Bytes);

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        var targets = Nodes(Json).OfType<JsonObject>()
            .Select(node => node["$ref"]?.ToString()).OfType<string>().ToList();

        targets.ShouldNotBeEmpty();
        foreach (var target in targets)
        {
            target.Split('/').Skip(1).Aggregate((JsonNode?)Json, (node, step) => node?[step]).ShouldNotBeNull(target);
        }
    }

    [Fact]
    public void Operations_have_unique_ids_and_are_described()
    {
        var operations = Operations().ToArray();
        operations.Select(operation => operation["operationId"]!.ToString()).ShouldBeUnique();
        foreach (var operation in operations)
        {
            operation["description"]!.ToString().ShouldNotBeEmpty(operation["operationId"]!.ToString());
        }
    }

    [Fact]
    public void Every_field_and_enum_is_described()
    {
        foreach (var (name, schema) in Json["components"]!["schemas"]!.AsObject())
        {
            schema!["description"]!.ToString().ShouldNotBeEmpty(name);
            foreach (var (field, property) in schema["properties"]?.AsObject() ?? [])
            {
                property!["description"]?.ToString().ShouldNotBeNullOrEmpty($"{name}.{field}");
            }
        }
    }

    [Fact]
    public void Every_parameter_in_a_path_is_declared()
    {
        foreach (var (path, methods) in Json["paths"]!.AsObject())
        {
            var named = path.Split('{').Skip(1).Select(rest => rest[..rest.IndexOf('}', StringComparison.Ordinal)]);
            foreach (var (_, operation) in methods!.AsObject())
            {
                var declared = (operation!["parameters"]?.AsArray() ?? [])
                    .Where(parameter => parameter!["in"]!.ToString() == "path")
                    .Select(parameter => parameter!["name"]!.ToString());
                declared.ShouldBe(named, ignoreOrder: true);
            }
        }
    }

    [Fact]
    public void A_call_is_told_with_parameters_body_answer_and_problems()
    {
        var change = Json["paths"]!["/v1/customers/{customer_id}"]!["patch"]!;
        change["tags"]![0]!.ToString().ShouldBe("risk.intake.v1.CustomersService");
        change["operationId"]!.ToString().ShouldBe("Intake_Customers_ChangeCustomer");
        change["summary"]!.ToString().ShouldBe("Changes the named fields of a customer's master data");
        change["parameters"]!.AsArray().Select(parameter => $"{parameter!["in"]} {parameter["name"]}")
            .ShouldBe(["path customer_id", "query updateMask", "query requestId", "header Idempotency-Key"]);
        change["requestBody"]!["required"]!.GetValue<bool>().ShouldBeTrue();
        change["requestBody"]!["content"]!["application/json"]!["schema"]!["$ref"]!.ToString()
            .ShouldBe("#/components/schemas/risk.intake.v1.Customer");
        change["responses"]!.AsObject().Select(response => response.Key).ShouldBe(
            ["200", "400", "401", "403", "404", "409", "413", "415", "422", "429", "500", "503", "504"]);
    }

    [Fact]
    public void A_file_is_bytes_and_a_stream_has_two_forms()
    {
        var import = Json["paths"]!["/v1/documents:import"]!["post"]!;
        import["requestBody"]!["content"]!.AsObject().Select(type => type.Key).ShouldBe(["application/octet-stream"]);
        import["parameters"]!.AsArray().Select(parameter => parameter!["name"]!.ToString()).ShouldContain(
            "allOrNothing");
        var events = Json["paths"]!["/v1/intake/events"]!["get"]!;
        events["responses"]!["200"]!["content"]!.AsObject().Select(type => type.Key)
            .ShouldBe(["application/x-ndjson", "text/event-stream"]);
    }

    [Fact]
    public void A_body_leaves_out_what_the_path_says()
    {
        var score = Json["paths"]!["/v1/customers/{customer_id}:score"]!["post"]!["requestBody"]!;
        var properties = score["content"]!["application/json"]!["schema"]!["properties"]!.AsObject();
        properties.Select(property => property.Key).ShouldNotContain("customerId");
        properties.Count.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void What_must_be_given_and_what_only_the_service_sets_is_told()
    {
        var document = Json["components"]!["schemas"]!["risk.intake.v1.Document"]!;
        document["required"]!.AsArray().Select(name => name!.ToString()).ShouldContain("kind");
        document["properties"]!["recordedAt"]!["readOnly"]!.GetValue<bool>().ShouldBeTrue();
        document["properties"]!["recordedAt"]!["format"]!.ToString().ShouldBe("date-time");
    }

    private static IEnumerable<JsonNode> Operations() =>
        Json["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(operation => operation.Value!);

    private static IEnumerable<JsonNode> Nodes(JsonNode node)
    {
        var inner = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        return inner.OfType<JsonNode>().SelectMany(Nodes).Prepend(node);
    }
}
