using System.Collections.Frozen;
using Google.Protobuf.Reflection;

namespace Risk.Intake.Values;

/// <summary>The values of an enum of the contract by the names that people write: without the enum's prefix.</summary>
internal sealed class ContractEnum(EnumDescriptor type, string prefix)
{
    private readonly FrozenDictionary<string, int> byName = type.Values
        .Where(v => v.Number != 0)
        .ToFrozenDictionary(v => v.Name[prefix.Length..], v => v.Number, StringComparer.OrdinalIgnoreCase);

    private readonly FrozenDictionary<int, string> byNumber = type.Values
        .ToFrozenDictionary(v => v.Number, v => v.Name[prefix.Length..]);

    public IEnumerable<string> Names => byName.OrderBy(n => n.Value).Select(n => n.Key);

    public bool TryRead(string name, out int number) => byName.TryGetValue(name, out number);

    public bool Knows(int number) => number != 0 && byNumber.ContainsKey(number);

    public string NameOf(int number) => byNumber.GetValueOrDefault(number, "UNSPECIFIED");
}

/// <summary>The enums of the contract that mappings and compact lists name.</summary>
internal static class ContractEnums
{
    public static readonly ContractEnum DocumentKinds =
        new(V1.DocumentsReflection.Descriptor.FindTypeByName<EnumDescriptor>("DocumentKind"), "DOCUMENT_KIND_");

    public static readonly ContractEnum PaymentMethods =
        new(V1.DocumentsReflection.Descriptor.FindTypeByName<EnumDescriptor>("PaymentMethod"), "PAYMENT_METHOD_");

    public static readonly ContractEnum CustomerStatuses =
        new(V1.CustomersReflection.Descriptor.FindTypeByName<EnumDescriptor>("CustomerStatus"), "CUSTOMER_STATUS_");

    public static readonly ContractEnum LegalRecordKinds =
        new(V1.CustomersReflection.Descriptor.FindTypeByName<EnumDescriptor>("LegalRecordKind"), "LEGAL_RECORD_KIND_");

    public static readonly ContractEnum IdentifierSchemes =
        new(V1.CustomersReflection.Descriptor.FindTypeByName<EnumDescriptor>("IdentifierScheme"), "IDENTIFIER_SCHEME_");

    public static readonly ContractEnum StatementScopes =
        new(V1.StatementsReflection.Descriptor.FindTypeByName<EnumDescriptor>("StatementScope"), "STATEMENT_SCOPE_");

    public static readonly ContractEnum AuditOpinions =
        new(V1.StatementsReflection.Descriptor.FindTypeByName<EnumDescriptor>("AuditOpinion"), "AUDIT_OPINION_");
}
