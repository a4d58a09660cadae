using System.Text.Json.Serialization;

namespace Grpc.Transcoding.Json;

/// <summary>Source-generated JSON of plain strings.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class TextJson : JsonSerializerContext;
