using System.Text.Json;
using System.Text.Json.Serialization;
using Risk.Intake.Values;

namespace Risk.Intake.Customers;

/// <summary>How much credit somebody outside gives to a customer, or would give.</summary>
internal sealed record CreditReference
{
    public V1.CreditReferenceKind Kind { get; init; }

    public string GivenBy { get; init; } = "";

    /// <summary>Null when a supplier did not say.</summary>
    public Money? Limit { get; init; }

    public DateOnly? StatedOn { get; init; }

    /// <summary>Null means until it is too old.</summary>
    public DateOnly? ValidUntil { get; init; }

    public V1.PaymentExperience Experience { get; init; }

    public string Source { get; init; } = "";
}

/// <summary>Credit references as they are kept: JSON in the customer's row.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(CreditReference[]))]
internal sealed partial class CreditReferenceJson : JsonSerializerContext
{
    public static string Write(CreditReference[] references) =>
        JsonSerializer.Serialize(references, Default.CreditReferenceArray);

    public static CreditReference[] Read(string json) =>
        JsonSerializer.Deserialize(json, Default.CreditReferenceArray) ?? [];
}
