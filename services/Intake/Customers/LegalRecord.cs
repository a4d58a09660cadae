using System.Text.Json;
using System.Text.Json.Serialization;
using Risk.Intake.Values;

namespace Risk.Intake.Customers;

/// <summary>A court, enforcement or compliance record about a customer.</summary>
internal sealed record LegalRecord
{
    public V1.LegalRecordKind Kind { get; init; }

    public DateOnly? RecordedOn { get; init; }

    /// <summary>Null while it stands.</summary>
    public DateOnly? EndedOn { get; init; }

    public Money? Amount { get; init; }

    public string Reference { get; init; } = "";

    public string Source { get; init; } = "";
}

/// <summary>Legal records as they are kept: JSON in the customer's row.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(LegalRecord[]))]
internal sealed partial class LegalRecordJson : JsonSerializerContext
{
    public static string Write(LegalRecord[] records) => JsonSerializer.Serialize(records, Default.LegalRecordArray);

    public static LegalRecord[] Read(string json) => JsonSerializer.Deserialize(json, Default.LegalRecordArray) ?? [];
}
