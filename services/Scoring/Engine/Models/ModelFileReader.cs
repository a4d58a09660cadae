using System.Text.Json;
using System.Text.Json.Serialization;

namespace Risk.Scoring.Engine.Models;

/// <summary>Reads a model from JSON and refuses one that is not sound.</summary>
internal static class ModelFileReader
{
    public static ModelFile Read(string name, ReadOnlySpan<byte> json)
    {
        ModelFile? model;
        try
        {
            model = JsonSerializer.Deserialize(json, ModelFileJson.Default.ModelFile);
        }
        catch (JsonException wrong)
        {
            throw new ModelException(name, [$"{wrong.Path ?? "$"}, line {wrong.LineNumber + 1}: {wrong.Message}"]);
        }
        if (model is null)
            throw new ModelException(name, ["$: is null"]);
        var faults = ModelCheck.Faults(model).Take(50).ToList();
        return faults.Count == 0 ? model : throw new ModelException(name, faults);
    }

    public static byte[] Write(ModelFile model) =>
        JsonSerializer.SerializeToUtf8Bytes(model, ModelFileJson.Default.ModelFile);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    IgnoreReadOnlyProperties = true,
    MaxDepth = 32)]
[JsonSerializable(typeof(ModelFile))]
internal sealed partial class ModelFileJson : JsonSerializerContext;
