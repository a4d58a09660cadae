using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server.Hosting;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Grpc.Reflection.V1;
using Asked = Grpc.Reflection.V1.ServerReflectionRequest.MessageRequestOneofCase;

namespace Grpc.AspNetCore.Server.Reflection;

// grpc.reflection.v1 for the services that the application maps.
internal sealed class ReflectionService(MappedServices mapped, GrpcNeighbours neighbours)
    : ServerReflection.ServerReflectionBase
{
    // Made at the first question: by then everything is mapped.
    private readonly Lazy<DescriptorIndex> index = new(() => new DescriptorIndex(
        [.. mapped.Types.Concat(neighbours.Types).Select(GeneratedService.DescriptorOf).OfType<ServiceDescriptor>()]));

    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            var response = Answer(request);
            response.ValidHost = request.Host;
            response.OriginalRequest = request;
            await responseStream.WriteAsync(response);
        }
    }

    private ServerReflectionResponse Answer(ServerReflectionRequest request) => request.MessageRequestCase switch
    {
        Asked.FileByFilename => File(index.Value.FileNamed(request.FileByFilename), request.FileByFilename),
        Asked.FileContainingSymbol =>
            File(index.Value.FileDeclaring(request.FileContainingSymbol), request.FileContainingSymbol),
        Asked.FileContainingExtension => File(
            index.Value.FileExtending(
                request.FileContainingExtension.ContainingType, request.FileContainingExtension.ExtensionNumber),
            $"{request.FileContainingExtension.ContainingType}:{request.FileContainingExtension.ExtensionNumber}"),
        Asked.AllExtensionNumbersOfType => Numbers(request.AllExtensionNumbersOfType),
        Asked.ListServices => Services(),
        _ => Error(StatusCode.InvalidArgument, "The request asks nothing."),
    };

    private static ServerReflectionResponse File(FileDescriptor? file, string asked) =>
        file is null
            ? Error(StatusCode.NotFound, $"'{asked}' is not known.")
            : new ServerReflectionResponse
            {
                FileDescriptorResponse = new FileDescriptorResponse
                {
                    FileDescriptorProto =
                    {
                        DescriptorIndex.WithImports(file).Reverse().Select(each => each.SerializedData),
                    },
                },
            };

    private ServerReflectionResponse Numbers(string type) =>
        index.Value.ExtensionNumbers(type) is not { } numbers
            ? Error(StatusCode.NotFound, $"'{type}' is not known.")
            : new ServerReflectionResponse
            {
                AllExtensionNumbersResponse = new ExtensionNumberResponse
                {
                    BaseTypeName = type,
                    ExtensionNumber = { numbers },
                },
            };

    private ServerReflectionResponse Services() => new()
    {
        ListServicesResponse = new ListServiceResponse
        {
            Service = { index.Value.Services.Select(name => new ServiceResponse { Name = name }) },
        },
    };

    private static ServerReflectionResponse Error(StatusCode code, string message) => new()
    {
        ErrorResponse = new ErrorResponse { ErrorCode = (int)code, ErrorMessage = message },
    };
}
