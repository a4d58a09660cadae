using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server.Hosting;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Risk.Grpc.Tests.Servers;
using Risk.Grpc.Tests.Transcoding;
using Shouldly;
using Xunit;

namespace Risk.Grpc.Tests.Services;

public sealed class ReflectionTests(SharedProbeServer shared) : IClassFixture<SharedProbeServer>
{
    [Fact]
    public async Task The_services_are_listed()
    {
        var response = await AskAsync(new ServerReflectionRequest { Host = "here", ListServices = "*" });

        response.ListServicesResponse.Service.Select(service => service.Name).ShouldBe(
            ["grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "risk.probe.v1.ProbeService"]);
        response.ValidHost.ShouldBe("here");
        response.OriginalRequest.ListServices.ShouldBe("*");
    }

    [Theory]
    [InlineData("risk.probe.v1.ProbeService")]
    [InlineData("risk.probe.v1.ProbeService.Echo")]
    [InlineData("risk.probe.v1.EchoReply")]
    [InlineData("risk.probe.v1.EchoReply.text")]
    public async Task A_file_is_found_by_what_it_declares(string symbol)
    {
        var response = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol });

        var file = FileDescriptorProto.Parser.ParseFrom(response.FileDescriptorResponse.FileDescriptorProto[0]);
        file.Package.ShouldBe("risk.probe.v1");
        file.Service.Single().Method.Select(method => method.Name).ShouldBe(["Echo", "Count", "Collect", "Converse"]);
    }

    [Fact]
    public async Task A_file_is_found_by_its_name()
    {
        var response = await AskAsync(new ServerReflectionRequest { FileByFilename = "grpc/health/v1/health.proto" });

        FileDescriptorProto.Parser.ParseFrom(response.FileDescriptorResponse.FileDescriptorProto.Single())
            .EnumTypeNames().ShouldBe(["ServingStatus"]);
    }

    [Fact]
    public async Task A_type_without_extensions_has_none()
    {
        var response = await AskAsync(
            new ServerReflectionRequest { AllExtensionNumbersOfType = "risk.probe.v1.EchoReply" });

        response.AllExtensionNumbersResponse.BaseTypeName.ShouldBe("risk.probe.v1.EchoReply");
        response.AllExtensionNumbersResponse.ExtensionNumber.ShouldBeEmpty();
    }

    public static TheoryData<ServerReflectionRequest> Unknown =>
    [
        new ServerReflectionRequest { FileByFilename = "no.proto" },
        new ServerReflectionRequest { FileContainingSymbol = "no.Symbol" },
        new ServerReflectionRequest { AllExtensionNumbersOfType = "no.Type" },
        new ServerReflectionRequest
        {
            FileContainingExtension = new ExtensionRequest { ContainingType = "no.Type", ExtensionNumber = 1 },
        },
    ];

    [Theory]
    [MemberData(nameof(Unknown))]
    public async Task What_is_not_known_is_not_found_and_the_stream_goes_on(ServerReflectionRequest request)
    {
        using var call = new ServerReflection.ServerReflectionClient(shared.Server.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(request);
        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        call.ResponseStream.Current.ErrorResponse.ErrorCode.ShouldBe((int)StatusCode.NotFound);

        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = string.Empty });

        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        call.ResponseStream.Current.ListServicesResponse.Service.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Imports_and_extensions_are_found()
    {
        await using var server = await ProbeServer.StartAsync(map: routes => routes.MapGrpcService<LibraryService>());

        var extending = await AskAsync(server, new ServerReflectionRequest
        {
            FileContainingExtension = new ExtensionRequest
            {
                ContainingType = "google.protobuf.MethodOptions",
                ExtensionNumber = 72295728,
            },
        });
        var numbers = await AskAsync(
            server, new ServerReflectionRequest { AllExtensionNumbersOfType = "google.protobuf.MethodOptions" });
        var library = await AskAsync(
            server, new ServerReflectionRequest { FileContainingSymbol = "test.library.v1.BooksService" });

        Names(extending)[0].ShouldBe("google/api/annotations.proto");
        numbers.AllExtensionNumbersResponse.ExtensionNumber.ShouldBe([72295728]);
        Names(library)[0].ShouldEndWith("library.proto");
        Names(library).ShouldContain("google/protobuf/descriptor.proto");
        Names(library).ShouldBeUnique();
    }

    [Fact]
    public async Task Neighbours_under_the_same_address_are_listed_and_healthy_too()
    {
        await using var neighbour = await ProbeServer.StartAsync(
            map: routes => routes.MapGrpcService<LibraryService>());
        await using var server = await ProbeServer.StartAsync();
        server.Services.GetRequiredService<GrpcNeighbours>().Are([neighbour.Services]);

        var listed = await AskAsync(server, new ServerReflectionRequest { ListServices = "*" });
        var health = await new Health.HealthClient(server.Channel).CheckAsync(
            new HealthCheckRequest { Service = "test.library.v1.BooksService" });

        listed.ListServicesResponse.Service.Select(service => service.Name).ShouldBe(
            [
                "grpc.health.v1.Health",
                "grpc.reflection.v1.ServerReflection",
                "risk.probe.v1.ProbeService",
                "test.library.v1.BooksService",
            ]);
        health.Status.ShouldBe(HealthCheckResponse.Types.ServingStatus.Serving);
    }

    private static IReadOnlyList<string> Names(ServerReflectionResponse response) =>
    [
        .. response.FileDescriptorResponse.FileDescriptorProto
            .Select(bytes => FileDescriptorProto.Parser.ParseFrom(bytes).Name),
    ];

    private Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest request) =>
        AskAsync(shared.Server, request);

    private static async Task<ServerReflectionResponse> AskAsync(ProbeServer server, ServerReflectionRequest request)
    {
        using var call = new ServerReflection.ServerReflectionClient(server.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(request);
        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        var response = call.ResponseStream.Current;
        (await call.ResponseStream.MoveNext()).ShouldBeFalse();
        return response;
    }
}

file static class FileDescriptors
{
    public static IEnumerable<string> EnumTypeNames(this FileDescriptorProto file) =>
        file.EnumType.Concat(file.MessageType.SelectMany(message => message.EnumType)).Select(type => type.Name);
}
