using System.Text.Json;
using System.Text.Json.Serialization;

namespace Risk.Intake.Customers;

/// <summary>A rating that an agency has given to a customer.</summary>
internal sealed record ExternalRating
{
    public string Agency { get; init; } = "";

    /// <summary>As the agency writes it.</summary>
    public string Rating { get; init; } = "";

    public DateOnly? RatedOn { get; init; }

    /// <summary>Null while the agency has given no other one.</summary>
    public DateOnly? ValidUntil { get; init; }
}

/// <summary>External ratings as they are kept: JSON in the customer's row.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ExternalRating[]))]
internal sealed partial class ExternalRatingJson : JsonSerializerContext
{
    public static string Write(ExternalRating[] ratings) =>
        JsonSerializer.Serialize(ratings, Default.ExternalRatingArray);

    public static ExternalRating[] Read(string json) =>
        JsonSerializer.Deserialize(json, Default.ExternalRatingArray) ?? [];
}
