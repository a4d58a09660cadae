using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Shouldly;

namespace Risk.Intake.Tests;

/// <summary>A refusal as a caller sees it.</summary>
internal sealed record Refused(StatusCode Code, string Reason, string Message, IReadOnlyList<string> Fields)
{
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    public static async Task<Refused> ByAsync<T>(AsyncUnaryCall<T> call) =>
        Of(await Should.ThrowAsync<RpcException>(call.ResponseAsync));

    public static async Task<Refused> ByAsync(Task call) => Of(await Should.ThrowAsync<RpcException>(call));

    private static Refused Of(RpcException refusal)
    {
        var bytes = refusal.Trailers.GetValueBytes("grpc-status-details-bin").ShouldNotBeNull(refusal.ToString());
        var status = Google.Rpc.Status.Parser.ParseFrom(bytes);
        var info = Detail(status, new ErrorInfo());
        return new(refusal.StatusCode, info.Type, Detail(status, new LocalizedMessage()).Message,
            [.. Detail(status, new BadRequest()).FieldViolations.Select(v => v.Field)])
        {
            Facts = info.Metadata,
        };
    }

    private static T Detail<T>(Google.Rpc.Status status, T none) where T : IMessage, new() =>
        status.Details.FirstOrDefault(d => d.Is(none.Descriptor)) is { } any ? any.Unpack<T>() : none;
}
