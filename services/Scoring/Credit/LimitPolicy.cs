using System.Text.Json;
using Risk.Scoring.ExchangeRates;

namespace Risk.Scoring.Credit;

/// <summary>Who may grant how much, and in which currency an account begins: data, read from Policy.json.</summary>
internal sealed record LimitPolicy
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    public required string CurrencyDefault { get; init; }

    /// <summary>By ISO 3166 country.</summary>
    public required IReadOnlyDictionary<string, string> CurrencyByCountry { get; init; }

    /// <summary>The highest limit that one person may write, by currency.</summary>
    public required IReadOnlyDictionary<string, decimal> SinglePersonLimitMax { get; init; }

    public static LimitPolicy Shipped { get; } = Read();

    public string CurrencyOf(string countryCode) =>
        CurrencyByCountry.GetValueOrDefault(countryCode, CurrencyDefault);

    /// <summary>
    /// A second person is needed for more credit than was approved that is also more than one person may write: a
    /// higher limit, or a temporary one that is higher, begins earlier or lasts longer, a longer validity, or longer
    /// terms. What was approved for some days says nothing about others. Where neither the policy nor a rate says what
    /// the currency is worth, one person may write none.
    /// </summary>
    public bool NeedsSecondPerson(LimitTerms former, LimitTerms proposed, RateTable rates)
    {
        var max = SinglePersonMax(proposed.Currency, rates);
        if ((proposed.OutlastsThatOf(former) || proposed.GrantsLongerTermsThan(former)) && !(proposed.Most <= max))
            return true;
        if (former.Unlimited || proposed.Unlimited)
            return !former.Unlimited || IsMoreForGroup(former, proposed, max);
        return (proposed.Limit > max && !former.Grants(proposed.Currency, proposed.Limit))
               || (proposed.TemporaryLimit > max && !former.GrantsTemporaryOf(proposed))
               || IsMoreForGroup(former, proposed, max);
    }

    /// <summary>No limit of the group at all is more than any, for its members keep their own.</summary>
    private static bool IsMoreForGroup(LimitTerms former, LimitTerms proposed, decimal max) =>
        (proposed.GroupLimit > max
            && !(former.Currency == proposed.Currency && proposed.GroupLimit <= former.GroupLimit))
        || (proposed.GroupLimit is null && former.GroupLimit is not null);

    private decimal SinglePersonMax(string currency, RateTable rates) =>
        SinglePersonLimitMax.TryGetValue(currency, out var max) ? max
        : rates.Find(CurrencyDefault, currency) is { } rate ? rate.Of(SinglePersonLimitMax[CurrencyDefault])
        : 0;

    private static LimitPolicy Read()
    {
        using var file = typeof(LimitPolicy).Assembly.GetManifestResourceStream("Risk.Scoring.Credit.Policy.json")!;
        return JsonSerializer.Deserialize<LimitPolicy>(file, Format)!;
    }
}
