using Risk.Intake.Customers.Identifiers;
using Risk.Intake.Rules;
using Risk.Intake.Values;

namespace Risk.Intake.Customers;

/// <summary>How each field of the contract becomes part of a customer, by its name in an update mask.</summary>
internal static class CustomerFields
{
    private delegate void Setter(Customer customer, V1.Customer given, Faults faults);

    // In this order: identifiers without a country take the customer's.
    private static readonly (string Name, Setter Set)[] Setters =
    [
        ("legal_name", (c, v, _) => c.Rename(v.LegalName.Trim())),
        ("former_names", (c, v, _) => c.FormerNames = [.. v.FormerNames.Select(n => n.Trim())]),
        ("country_code", (c, v, _) => c.CountryCode = v.CountryCode),
        ("region", (c, v, _) => c.Region = v.Region),
        ("industry.isic_section", (c, v, _) => c.IsicSection = v.Industry?.IsicSection ?? ""),
        ("industry.gbt4754_code", (c, v, _) => c.Gbt4754Code = v.Industry?.Gbt4754Code ?? ""),
        ("incorporated_on", (c, v, f) => c.IncorporatedOn = FromContract.Day(v.IncorporatedOn, "incorporated_on", f)),
        ("registered_capital", (c, v, f) => (c.RegisteredCapital, c.RegisteredCapitalCurrency) =
            Parts(FromContract.Amount(v.RegisteredCapital, "registered_capital", f))),
        ("paid_in_capital", (c, v, f) => (c.PaidInCapital, c.PaidInCapitalCurrency) =
            Parts(FromContract.Amount(v.PaidInCapital, "paid_in_capital", f))),
        ("business_scope", (c, v, _) => c.BusinessScope = v.BusinessScope),
        ("headcount", (c, v, _) => c.Headcount = v.Headcount),
        ("market_share", (c, v, f) => c.MarketShare = FromContract.Number(v.MarketShare, "market_share", f)),
        ("parent_customer_id", (c, v, f) => c.ParentCustomerId = Parent(v.ParentCustomerId, f)),
        ("segment", (c, v, _) => c.Segment = v.Segment),
        ("salesperson", (c, v, _) => c.Salesperson = v.Salesperson),
        ("status", (c, v, _) => c.Status = v.Status == V1.CustomerStatus.Unspecified
            ? V1.CustomerStatus.Prospect : v.Status),
        ("customer_since", (c, v, f) => c.CustomerSince = FromContract.Day(v.CustomerSince, "customer_since", f)),
        ("satisfaction", (c, v, f) => c.Satisfaction = FromContract.Number(v.Satisfaction, "satisfaction", f)),
        ("legal_records", (c, v, f) => c.LegalRecords = [.. v.LegalRecords.Select((r, i) => Record(r, i, f))]),
        ("external_ratings", (c, v, f) => c.ExternalRatings =
            [.. v.ExternalRatings.Select((r, i) => Rating(r, $"external_ratings[{i}]", f))]),
        ("credit_references", (c, v, f) => c.CreditReferences =
            [.. v.CreditReferences.Select((r, i) => Reference(r, $"credit_references[{i}]", f))]),
        ("identifiers", SetIdentifiers),
        ("external_refs", SetRefs),
    ];

    private static readonly HashSet<string> ReadOnly =
        new(StringComparer.Ordinal) { "customer_id", "created_at", "changed_at", "etag" };

    /// <summary>Takes every field.</summary>
    public static void SetAll(Customer customer, V1.Customer given, Faults faults)
    {
        foreach (var (_, set) in Setters)
            set(customer, given, faults);
    }

    /// <summary>Takes the named fields and answers which of them there are, as the contract names them.</summary>
    public static string[] Set(Customer customer, V1.Customer given, IReadOnlyList<string> mask, Faults faults)
    {
        var named = mask.Where(path => !ReadOnly.Contains(path)).ToArray();
        foreach (var path in named)
        {
            faults.That(Setters.Any(s => IsNamed(s.Name, path)), "update_mask", "UNKNOWN_FIELD",
                new($"names '{path}', which is not a field of a customer", $"“{path}”不是客户的字段"), path);
        }
        var chosen = Setters.Where(s => named.Any(path => IsNamed(s.Name, path))).ToArray();
        foreach (var (_, set) in chosen)
            set(customer, given, faults);
        return [.. chosen.Select(s => s.Name.Split('.')[0]).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The fields that a message sets, for a change without a mask.</summary>
    public static IReadOnlyList<string> NamesOfSet(V1.Customer given) =>
        [.. V1.Customer.Descriptor.Fields.InDeclarationOrder()
            .Where(f => f.IsRepeated ? ((System.Collections.ICollection)f.Accessor.GetValue(given)).Count > 0
                : f.Accessor.GetValue(given) is { } value && !IsDefault(value))
            .Select(f => f.Name)];

    // A parent names all below it, and for values such as money a part names the whole.
    private static bool IsNamed(string field, string path) =>
        string.Equals(field, path, StringComparison.Ordinal)
        || field.StartsWith(path + ".", StringComparison.Ordinal)
        || path.StartsWith(field + ".", StringComparison.Ordinal);

    private static bool IsDefault(object value) => value switch
    {
        string text => text.Length == 0,
        int number => number == 0,
        Enum choice => Convert.ToInt32(choice, System.Globalization.CultureInfo.InvariantCulture) == 0,
        _ => false,
    };

    private static (decimal?, string?) Parts(Money? money) => (money?.Amount, money?.CurrencyCode);

    private static Guid? Parent(string id, Faults faults)
    {
        if (id.Length == 0)
            return null;
        faults.That(Guid.TryParseExact(id, "D", out var parent), "parent_customer_id", "NOT_AN_ID",
            new("is not the id of a customer", "不是客户编号"), id);
        return parent;
    }

    private static LegalRecord Record(V1.LegalRecord given, int index, Faults faults) => new()
    {
        Kind = given.Kind,
        RecordedOn = FromContract.Day(given.RecordedOn, $"legal_records[{index}].recorded_on", faults),
        EndedOn = FromContract.Day(given.EndedOn, $"legal_records[{index}].ended_on", faults),
        Amount = FromContract.Amount(given.Amount, $"legal_records[{index}].amount", faults),
        Reference = given.Reference,
        Source = given.Source,
    };

    private static ExternalRating Rating(V1.ExternalRating given, string field, Faults faults) => new()
    {
        Agency = given.Agency.Trim(),
        Rating = given.Rating.Trim(),
        RatedOn = FromContract.Day(given.RatedOn, field + ".rated_on", faults),
        ValidUntil = FromContract.Day(given.ValidUntil, field + ".valid_until", faults),
    };

    private static CreditReference Reference(V1.CreditReference given, string field, Faults faults) => new()
    {
        Kind = given.Kind,
        GivenBy = given.GivenBy.Trim(),
        Limit = FromContract.Amount(given.Limit, field + ".limit", faults),
        StatedOn = FromContract.Day(given.StatedOn, field + ".stated_on", faults),
        ValidUntil = FromContract.Day(given.ValidUntil, field + ".valid_until", faults),
        Experience = given.Experience,
        Source = given.Source,
    };

    private static void SetIdentifiers(Customer customer, V1.Customer given, Faults faults)
    {
        customer.Identifiers.Clear();
        foreach (var i in given.Identifiers)
            customer.Identifiers.Add(IdentifierRules.Normalise(i.Scheme, i.Value, i.CountryCode, customer.CountryCode));
    }

    private static void SetRefs(Customer customer, V1.Customer given, Faults faults)
    {
        customer.Refs.Clear();
        customer.Refs.AddRange(given.ExternalRefs.Select(r => new CustomerRef { System = r.System, Id = r.Id }));
    }
}
