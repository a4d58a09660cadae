namespace Risk.Intake.Customers;

/// <summary>A customer as the contract shows it.</summary>
internal static class CustomerContract
{
    public static V1.Customer ToContract(this Customer customer)
    {
        var shown = new V1.Customer
        {
            CustomerId = customer.CustomerId.ToString(),
            CreatedAt = Values.ToContract.Time(customer.CreatedAt),
            ChangedAt = Values.ToContract.Time(customer.ChangedAt),
            Etag = customer.Etag,
            LegalName = customer.LegalName,
            CountryCode = customer.CountryCode,
            Region = customer.Region,
            IncorporatedOn = Values.ToContract.Day(customer.IncorporatedOn),
            RegisteredCapital =
                Values.ToContract.Amount(customer.RegisteredCapital, customer.RegisteredCapitalCurrency),
            PaidInCapital = Values.ToContract.Amount(customer.PaidInCapital, customer.PaidInCapitalCurrency),
            BusinessScope = customer.BusinessScope,
            Headcount = customer.Headcount,
            MarketShare = Values.ToContract.Number(customer.MarketShare),
            Satisfaction = Values.ToContract.Number(customer.Satisfaction),
            ParentCustomerId = customer.ParentCustomerId?.ToString() ?? "",
            Segment = customer.Segment,
            Salesperson = customer.Salesperson,
            Status = customer.Status,
            CustomerSince = Values.ToContract.Day(customer.CustomerSince),
        };
        if (customer.IsicSection.Length + customer.Gbt4754Code.Length > 0)
            shown.Industry = new() { IsicSection = customer.IsicSection, Gbt4754Code = customer.Gbt4754Code };
        shown.FormerNames.Add(customer.FormerNames);
        shown.Identifiers.Add(customer.Identifiers
            .OrderBy(i => i.Scheme).ThenBy(i => i.CountryCode, StringComparer.Ordinal)
            .Select(i => new V1.Identifier { Scheme = i.Scheme, Value = i.Value, CountryCode = i.CountryCode }));
        shown.ExternalRefs.Add(customer.Refs.OrderBy(r => r.System, StringComparer.Ordinal)
            .Select(r => new Types.V1.ExternalRef { System = r.System, Id = r.Id }));
        shown.LegalRecords.Add(customer.LegalRecords.Select(ToContract));
        shown.ExternalRatings.Add(customer.ExternalRatings.Select(r => new V1.ExternalRating
        {
            Agency = r.Agency,
            Rating = r.Rating,
            RatedOn = Values.ToContract.Day(r.RatedOn),
            ValidUntil = Values.ToContract.Day(r.ValidUntil),
        }));
        shown.CreditReferences.Add(customer.CreditReferences.Select(ToContract));
        return shown;
    }

    private static V1.CreditReference ToContract(CreditReference reference) => new()
    {
        Kind = reference.Kind,
        GivenBy = reference.GivenBy,
        Limit = Values.ToContract.Amount(reference.Limit?.Amount, reference.Limit?.CurrencyCode),
        StatedOn = Values.ToContract.Day(reference.StatedOn),
        ValidUntil = Values.ToContract.Day(reference.ValidUntil),
        Experience = reference.Experience,
        Source = reference.Source,
    };

    private static V1.LegalRecord ToContract(LegalRecord record) => new()
    {
        Kind = record.Kind,
        RecordedOn = Values.ToContract.Day(record.RecordedOn),
        EndedOn = Values.ToContract.Day(record.EndedOn),
        Amount = Values.ToContract.Amount(record.Amount?.Amount, record.Amount?.CurrencyCode),
        Reference = record.Reference,
        Source = record.Source,
    };
}
