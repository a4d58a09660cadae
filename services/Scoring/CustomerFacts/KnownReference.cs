using System.Text.Json;
using System.Text.Json.Serialization;
using Risk.Intake.V1;

namespace Risk.Scoring.CustomerFacts;

/// <summary>How much credit somebody outside gives to a customer, or would give, as intake has told it.</summary>
internal sealed record KnownReference
{
    public required CreditReferenceKind Kind { get; init; }
    public required string GivenBy { get; init; }

    /// <summary>Of a limit; empty when none was stated.</summary>
    public string CurrencyCode { get; init; } = "";
    public decimal? Amount { get; init; }
    public required DateOnly StatedOn { get; init; }
    public DateOnly? ValidUntil { get; init; }
    public PaymentExperience Experience { get; init; }
    public string Source { get; init; } = "";

    /// <summary>Those of a kind that is known, and that have a day.</summary>
    public static KnownReference[] Of(Intake.V1.Customer customer) =>
    [
        .. customer.CreditReferences
            .Where(r => r.Kind != CreditReferenceKind.Unspecified && r.StatedOn.ToDay() is not null)
            .Select(r => new KnownReference
            {
                Kind = r.Kind,
                GivenBy = r.GivenBy,
                CurrencyCode = r.Limit?.CurrencyCode ?? "",
                Amount = r.Limit is { } limit ? Ledger.Amounts.ToDecimal(limit) : null,
                StatedOn = r.StatedOn.ToDay()!.Value,
                ValidUntil = r.ValidUntil.ToDay(),
                Experience = r.Experience,
                Source = r.Source,
            }),
    ];
}

/// <summary>Credit references as they are kept with a version of the customer.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(KnownReference[]))]
internal sealed partial class KnownReferenceJson : JsonSerializerContext
{
    public static string Write(KnownReference[] references) =>
        JsonSerializer.Serialize(references, Default.KnownReferenceArray);

    public static KnownReference[] Read(string json) =>
        JsonSerializer.Deserialize(json, Default.KnownReferenceArray) ?? [];
}
