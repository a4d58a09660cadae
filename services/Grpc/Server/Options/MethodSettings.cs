using System.Collections.Frozen;
using System.IO.Compression;
using Grpc.Net.Compression;

namespace Grpc.AspNetCore.Server;

// The options of all services with those of one service laid over them.
internal sealed record MethodSettings
{
    public required int? ReceiveMessageSizeMax { get; init; }

    public required int? SendMessageSizeMax { get; init; }

    public required bool TellsDetails { get; init; }

    public required ICompressionProvider? ResponseCompression { get; init; }

    public required CompressionLevel? ResponseCompressionLevel { get; init; }

    public required FrozenDictionary<string, ICompressionProvider> Algorithms { get; init; }

    public required string AcceptedEncodings { get; init; }

    public static MethodSettings From(GrpcServiceOptions all, GrpcServiceOptions service)
    {
        var algorithms = all.CompressionProviders.Concat(service.CompressionProviders)
            .GroupBy(provider => provider.EncodingName, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
        return new MethodSettings
        {
            ReceiveMessageSizeMax = (service.IsMaxReceiveMessageSizeSet ? service : all).MaxReceiveMessageSize,
            SendMessageSizeMax = (service.IsMaxSendMessageSizeSet ? service : all).MaxSendMessageSize,
            TellsDetails = service.EnableDetailedErrors ?? all.EnableDetailedErrors ?? false,
            ResponseCompression = Algorithm(service.ResponseCompressionAlgorithm ?? all.ResponseCompressionAlgorithm),
            ResponseCompressionLevel = service.ResponseCompressionLevel ?? all.ResponseCompressionLevel,
            Algorithms = algorithms,
            AcceptedEncodings = string.Join(',', algorithms.Keys.Order(StringComparer.Ordinal).Prepend("identity")),
        };

        ICompressionProvider? Algorithm(string? name) =>
            name is null or "identity" ? null
            : algorithms.GetValueOrDefault(name)
                ?? throw new InvalidOperationException($"No compression provider is named '{name}'.");
    }
}
