using Risk.Intake.Rules;
using Risk.Intake.Values;

namespace Risk.Intake.Customers.Identifiers;

/// <summary>What makes an identifier a valid one of its scheme.</summary>
internal static class IdentifierRules
{
    private const int RegistryLengthMax = 32;

    /// <summary>The identifier as it is kept: no blanks, capitals; national schemes with their country.</summary>
    public static CustomerIdentifier Normalise(
        V1.IdentifierScheme scheme, string value, string countryCode, string customerCountryCode)
    {
        var plain = string.Concat(value.Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
        if (scheme == V1.IdentifierScheme.Duns)
            plain = plain.Replace("-", "", StringComparison.Ordinal);
        var country = !IsNational(scheme) ? "" : countryCode.Length > 0 ? countryCode : customerCountryCode;
        return new CustomerIdentifier { Scheme = scheme, CountryCode = country, Value = plain };
    }

    /// <summary>How an identifier of any scheme may be kept that somebody writes like this.</summary>
    public static string[] SpellingsOf(string text) =>
    [
        Normalise(V1.IdentifierScheme.Unspecified, text, "", "").Value,
        Normalise(V1.IdentifierScheme.Duns, text, "", "").Value,
    ];

    public static void Check(CustomerIdentifier identifier, string field, Faults faults)
    {
        var (scheme, value) = (identifier.Scheme, identifier.Value);
        if (!faults.That(ContractEnums.IdentifierSchemes.Knows((int)scheme), field + ".scheme", "REQUIRED",
            new("is required", "必填")))
        {
            return;
        }
        if (IsNational(scheme) && !faults.That(Countries.Knows(identifier.CountryCode), field + ".country_code",
            "UNKNOWN_COUNTRY", new("needs its issuing country, or the customer's own", "须注明签发国家/地区或客户所在国家/地区"),
            identifier.CountryCode))
        {
            return;
        }
        var name = ContractEnums.IdentifierSchemes.NameOf((int)scheme);
        if (scheme == V1.IdentifierScheme.Vat && VatCheck.MissingPrefix(value, identifier.CountryCode) is { } prefix)
        {
            faults.That(false, field + ".value", "WRONG_VAT", new(
                $"does not begin with {prefix}, the prefix of its country", $"缺少国家/地区前缀 {prefix}"), value);
            return;
        }
        faults.That(Holds(identifier), field + ".value", "WRONG_" + name, new(
            $"is not a valid {name}: its length, letters or check digits are wrong",
            $"不是有效的 {name}：长度、字符或校验位有误"), value);
    }

    private static bool Holds(CustomerIdentifier identifier) => identifier.Scheme switch
    {
        V1.IdentifierScheme.Uscc => UsccCheck.Holds(identifier.Value),
        V1.IdentifierScheme.Lei => LeiCheck.Holds(identifier.Value),
        V1.IdentifierScheme.Duns => identifier.Value.Length == 9 && identifier.Value.All(char.IsAsciiDigit),
        V1.IdentifierScheme.Vat => VatCheck.Holds(identifier.Value, identifier.CountryCode),
        V1.IdentifierScheme.Registry => identifier.Value.Length is >= 1 and <= RegistryLengthMax,
        _ => false,
    };

    /// <summary>
    /// Registries number companies one by one but courts apart, and a group may share a VAT number: those say who is
    /// alike.
    /// </summary>
    public static bool NamesOneCompany(V1.IdentifierScheme scheme) => !IsNational(scheme);

    private static bool IsNational(V1.IdentifierScheme scheme) =>
        scheme is V1.IdentifierScheme.Vat or V1.IdentifierScheme.Registry;
}
