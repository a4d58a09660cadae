using Risk.Intake.Customers.Rules;

namespace Risk.Intake.Customers;

/// <summary>
/// What a file says of a customer that is known. What it leaves blank, it says nothing about; of lists it names some
/// entries and does not take away the others.
/// </summary>
internal static class CustomerMerge
{
    /// <summary>
    /// Makes the known customer say what the file says, and answers the fields in which it differed, as the contract
    /// names them.
    /// </summary>
    public static string[] Apply(Customer known, Customer said, bool saysStatus)
    {
        var changed = new List<string>();
        MergeNames(known, said, changed);
        Take(said.CountryCode, known.CountryCode, v => known.CountryCode = v, "country_code", changed);
        Take(said.Region, known.Region, v => known.Region = v, "region", changed);
        Take(said.IsicSection, known.IsicSection, v => known.IsicSection = v, "industry", changed);
        Take(said.Gbt4754Code, known.Gbt4754Code, v => known.Gbt4754Code = v, "industry", changed);
        Take(said.IncorporatedOn, known.IncorporatedOn, v => known.IncorporatedOn = v, "incorporated_on", changed);
        if (said.RegisteredCapital is not null)
        {
            Take((said.RegisteredCapital, said.RegisteredCapitalCurrency),
                (known.RegisteredCapital, known.RegisteredCapitalCurrency),
                v => (known.RegisteredCapital, known.RegisteredCapitalCurrency) = v, "registered_capital", changed);
        }
        if (said.PaidInCapital is not null)
        {
            Take((said.PaidInCapital, said.PaidInCapitalCurrency), (known.PaidInCapital, known.PaidInCapitalCurrency),
                v => (known.PaidInCapital, known.PaidInCapitalCurrency) = v, "paid_in_capital", changed);
        }
        Take(said.BusinessScope, known.BusinessScope, v => known.BusinessScope = v, "business_scope", changed);
        Take(said.Headcount, known.Headcount, v => known.Headcount = v, "headcount", changed);
        Take(said.MarketShare, known.MarketShare, v => known.MarketShare = v, "market_share", changed);
        Take(said.Satisfaction, known.Satisfaction, v => known.Satisfaction = v, "satisfaction", changed);
        Take(said.Segment, known.Segment, v => known.Segment = v, "segment", changed);
        Take(said.Salesperson, known.Salesperson, v => known.Salesperson = v, "salesperson", changed);
        if (saysStatus)
            Take(said.Status, known.Status, v => known.Status = v, "status", changed);
        Take(said.CustomerSince, known.CustomerSince, v => known.CustomerSince = v, "customer_since", changed);
        MergeIdentifiers(known, said, changed);
        MergeRecords(known, said, changed);
        MergeRatings(known, said, changed);
        return [.. changed.Distinct(StringComparer.Ordinal)];
    }

    private static void Take<T>(T said, T known, Action<T> set, string field, List<string> changed)
    {
        var isBlank = said is string { Length: 0 } || EqualityComparer<T>.Default.Equals(said, default);
        if (isBlank || EqualityComparer<T>.Default.Equals(said, known))
            return;
        set(said);
        changed.Add(field);
    }

    private static void MergeNames(Customer known, Customer said, List<string> changed)
    {
        var former = known.FormerNames.ToList();
        if (said.LegalName.Length > 0 && !string.Equals(said.LegalName, known.LegalName, StringComparison.Ordinal))
        {
            former.Insert(0, known.LegalName);
            known.Rename(said.LegalName);
            changed.Add("legal_name");
        }
        former.AddRange(said.FormerNames.Where(n => !former.Contains(n, StringComparer.Ordinal)
            && !string.Equals(n, known.LegalName, StringComparison.Ordinal)));
        if (former.Count == known.FormerNames.Length)
            return;
        known.FormerNames = [.. former.Take(CustomerRules.FormerNamesMax)];
        changed.Add("former_names");
    }

    private static void MergeIdentifiers(Customer known, Customer said, List<string> changed)
    {
        foreach (var identifier in said.Identifiers)
        {
            var present = known.Identifiers.Find(i =>
                (i.Scheme, i.CountryCode) == (identifier.Scheme, identifier.CountryCode));
            if (string.Equals(present?.Value, identifier.Value, StringComparison.Ordinal))
                continue;
            if (present is not null)
                known.Identifiers.Remove(present);
            known.Identifiers.Add(new()
            {
                CustomerId = known.CustomerId,
                Scheme = identifier.Scheme,
                CountryCode = identifier.CountryCode,
                Value = identifier.Value,
            });
            changed.Add("identifiers");
        }
    }

    private static void MergeRecords(Customer known, Customer said, List<string> changed)
    {
        var records = known.LegalRecords.ToList();
        foreach (var record in said.LegalRecords)
        {
            var at = records.FindIndex(r => GuardedFacts.NameOf(r) == GuardedFacts.NameOf(record));
            if (at < 0)
            {
                records.Add(record);
                continue;
            }
            records[at] = records[at] with
            {
                EndedOn = record.EndedOn ?? records[at].EndedOn,
                Amount = record.Amount ?? records[at].Amount,
                Source = record.Source.Length > 0 ? record.Source : records[at].Source,
            };
        }
        if (records.SequenceEqual(known.LegalRecords))
            return;
        known.LegalRecords = [.. records];
        changed.Add("legal_records");
    }

    /// <summary>An agency gives one rating a day: another one of that day corrects it.</summary>
    private static void MergeRatings(Customer known, Customer said, List<string> changed)
    {
        var ratings = known.ExternalRatings.ToList();
        foreach (var rating in said.ExternalRatings)
        {
            var at = ratings.FindIndex(r => r.RatedOn == rating.RatedOn
                && string.Equals(r.Agency, rating.Agency, StringComparison.OrdinalIgnoreCase));
            if (at < 0)
                ratings.Add(rating);
            else
                ratings[at] = rating with { ValidUntil = rating.ValidUntil ?? ratings[at].ValidUntil };
        }
        if (ratings.SequenceEqual(known.ExternalRatings))
            return;
        known.ExternalRatings = [.. ratings];
        changed.Add("external_ratings");
    }
}
