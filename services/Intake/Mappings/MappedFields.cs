using Risk.Intake.Statements;
using Risk.Intake.Values;

namespace Risk.Intake.Mappings;

/// <summary>What a field of a record takes.</summary>
internal enum FieldType
{
    Text,
    Number,
    Date,
    Truth,
    Choice,
}

/// <summary>A field of a record as mappings name it.</summary>
internal sealed record MappedField(string Name, FieldType Type, bool IsRequired = false)
{
    /// <summary>The names that a field of type choice takes.</summary>
    public ContractEnum? Choices { get; init; }
}

/// <summary>The fields that a mapping may give to each kind of record.</summary>
internal static class MappedFields
{
    public static readonly IReadOnlyList<MappedField> OfCustomers =
    [
        new("id", FieldType.Text, IsRequired: true), new("legal_name", FieldType.Text, IsRequired: true),
        new("former_names", FieldType.Text), new("identifiers", FieldType.Text), new("country_code", FieldType.Text),
        new("region", FieldType.Text), new("isic_section", FieldType.Text), new("gbt4754_code", FieldType.Text),
        new("incorporated_on", FieldType.Date), new("capital_currency", FieldType.Text),
        new("registered_capital", FieldType.Number), new("paid_in_capital", FieldType.Number),
        new("business_scope", FieldType.Text), new("headcount", FieldType.Number),
        new("market_share", FieldType.Number),
        new("parent", FieldType.Text), new("segment", FieldType.Text), new("salesperson", FieldType.Text),
        new("status", FieldType.Choice) { Choices = ContractEnums.CustomerStatuses },
        new("customer_since", FieldType.Date), new("satisfaction", FieldType.Number),
        new("legal_records", FieldType.Text), new("external_ratings", FieldType.Text),
    ];

    public static readonly IReadOnlyList<MappedField> OfRatings =
    [
        new("customer", FieldType.Text, IsRequired: true), new("agency", FieldType.Text, IsRequired: true),
        new("rating", FieldType.Text, IsRequired: true), new("rated_on", FieldType.Date, IsRequired: true),
        new("valid_until", FieldType.Date),
    ];

    public static readonly IReadOnlyList<MappedField> OfStatements =
    [
        new("customer", FieldType.Text, IsRequired: true), new("period_start", FieldType.Date, IsRequired: true),
        new("period_end", FieldType.Date, IsRequired: true), new("currency", FieldType.Text, IsRequired: true),
        new("scope", FieldType.Choice) { Choices = ContractEnums.StatementScopes },
        new("audit_opinion", FieldType.Choice) { Choices = ContractEnums.AuditOpinions },
        new("source", FieldType.Text),
        .. StatementLines.All.Select(line => new MappedField(line.Field, FieldType.Number)),
    ];

    public static readonly IReadOnlyList<MappedField> OfDocuments =
    [
        new("customer", FieldType.Text, IsRequired: true),
        new("kind", FieldType.Choice, IsRequired: true) { Choices = ContractEnums.DocumentKinds },
        new("id", FieldType.Text, IsRequired: true), new("issued_on", FieldType.Date, IsRequired: true),
        new("currency", FieldType.Text, IsRequired: true), new("amount", FieldType.Number, IsRequired: true),
        new("due_on", FieldType.Date), new("net_amount", FieldType.Number), new("net_days", FieldType.Number),
        new("end_of_month", FieldType.Truth), new("advance_share", FieldType.Number),
        new("payment_method", FieldType.Choice) { Choices = ContractEnums.PaymentMethods },
        new("terms_code", FieldType.Text), new("links", FieldType.Text), new("retention_amount", FieldType.Number),
        new("retention_due_on", FieldType.Date), new("instalments", FieldType.Text),
        new("reservation_id", FieldType.Text), new("remark", FieldType.Text),
    ];

    public static readonly IReadOnlyList<MappedField> OfLinks =
    [
        new("kind", FieldType.Choice, IsRequired: true) { Choices = ContractEnums.DocumentKinds },
        new("id", FieldType.Text, IsRequired: true), new("amount", FieldType.Number),
        new("instalment", FieldType.Number),
    ];
}
