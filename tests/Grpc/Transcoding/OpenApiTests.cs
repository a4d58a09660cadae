using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Grpc.Transcoding.OpenApi;
using Grpc.Transcoding.Routes;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Test.Library;
using Xunit;

namespace Risk.Grpc.Tests.Transcoding;

public sealed class OpenApiTests(LibraryServer library) : IClassFixture<LibraryServer>
{
    [Fact]
    public async Task The_page_describes_what_is_mapped()
    {
        var document = await library.GetAsync("/openapi/v1.json");
        document["openapi"]!.ToString().ShouldBe("3.1.1");
        document["tags"]!.AsArray().Select(tag => tag!["name"]!.ToString())
            .ShouldBe(["test.library.v1.BooksService"]);
        document["paths"]!.AsObject().Select(path => path.Key).ShouldBe(
        [
            "/v1/books", "/v1/books/{book_id}", "/v1/books/{book_id}:lend", "/v1/counts/{to}", "/v1/description",
            "/v1/failures", "/v1/files/{name}:upload", "/v1/files/{to}", "/v1/files:echo", "/v1/pages/{name.2}",
            "/v1/pages/{name.2}:raw", "/v1/shelves/{name.2}/pages/{name.4}", "/v1/shelves/{shelf}/books/{book_id}",
        ]);
    }

    [Fact]
    public void A_document_of_the_contract_has_every_path() =>
        JsonNode.Parse(OpenApiDocument.Write(Info()))!["paths"]!.AsObject().Count.ShouldBe(13);

    [Fact]
    public void Documents_of_several_applications_are_one()
    {
        var routes = library.Services.GetRequiredService<RestRoutes>();
        var none = JsonNode.Parse(OpenApiDocument.Write(Info(), new RestRoutes()))!;
        none["paths"]!.AsObject().ShouldBeEmpty();
        var both = JsonNode.Parse(OpenApiDocument.Write(Info(), new RestRoutes(), routes))!;
        both["paths"]!.AsObject().Count.ShouldBe(13);
    }

    [Fact]
    public void Nested_fields_are_parameters_and_recursive_messages_end()
    {
        var document = JsonNode.Parse(OpenApiDocument.Write(Info()))!;
        document["paths"]!["/v1/books"]!["get"]!["parameters"]!.AsArray()
            .Select(parameter => parameter!["name"]!.ToString()).ShouldBe(
            ["pageSize", "author.fullName", "author.bornIn", "genres", "printedSince", "lent", "copiesMin"]);
        var editions = document["components"]!["schemas"]!["test.library.v1.Book"]!["properties"]!["editions"]!;
        editions["items"]!["$ref"]!.ToString().ShouldBe("#/components/schemas/test.library.v1.Book");
    }

    [Fact]
    public void A_part_of_the_answer_is_told_as_the_answer()
    {
        var document = JsonNode.Parse(OpenApiDocument.Write(Info()))!;
        var lend = document["paths"]!["/v1/books/{book_id}:lend"]!["post"]!;
        lend["responses"]!["200"]!["content"]!["application/json"]!["schema"]!["$ref"]!.ToString()
            .ShouldBe("#/components/schemas/test.library.v1.Book");
        lend["requestBody"]!["content"]!["application/json"]!["schema"]!["properties"]!.AsObject()
            .Select(property => property.Key).ShouldBe(["reader", "requestId"]);
    }

    internal static OpenApiInfo Info()
    {
        var set = new FileDescriptorSet();
        Add(LibraryReflection.Descriptor);
        return new OpenApiInfo
        {
            Title = "Library",
            Version = "v1",
            DescriptorSet = Google.Protobuf.MessageExtensions.ToByteArray(set),
        };

        void Add(FileDescriptor file)
        {
            foreach (var dependency in file.Dependencies)
            {
                Add(dependency);
            }

            if (set.File.All(added => added.Name != file.Name))
            {
                set.File.Add(FileDescriptorProto.Parser.ParseFrom(file.SerializedData));
            }
        }
    }
}
