using System.Globalization;
using Risk.Scoring.ExchangeRates;
using Risk.Scoring.ExpectedLosses;
using Risk.Scoring.ProvisionRules;

namespace Risk.Scoring.Tests.ExpectedLosses;

/// <summary>
/// A customer in words: <c>grade BBB 0.01</c>; <c>owed CNY receivable=100 due=60,40,0,0,0 unallocated=5 account=5</c>;
/// <c>cover Deposit 50 CNY</c>, <c>cover CreditInsurance 50 CNY stopped 20</c>; <c>rate USD 7.2</c> into CNY.
/// </summary>
internal sealed class LossCase
{
    private static readonly DateOnly Day = new(2026, 6, 30);

    private readonly List<Owed> owed = [];
    private readonly List<LossCover> covers = [];
    private readonly List<Rate> rates = [];
    private V1.Grade grade;
    private decimal? probability;

    public static LossFigures Reckon(string text, Action<V1.ProvisionRules>? change = null)
    {
        var one = new LossCase();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            one.Take(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var rules = LossRules.ShippedRules();
        change?.Invoke(rules);
        return LossReckoning.Of(
            new()
            {
                CustomerId = Guid.Empty,
                Grade = one.grade,
                Probability = one.probability,
                Owed = one.owed,
                Covers = one.covers,
            },
            new(LossRules.ShippedVersion, rules), new("CNY", new(one.rates, Day)));
    }

    private void Take(string[] words)
    {
        switch (words[0])
        {
            case "grade":
                (grade, probability) = (Enum.Parse<V1.Grade>(words[1], ignoreCase: true), Number(words[2]));
                break;
            case "owed":
                owed.Add(OwedOf(words[1], words[2..].Select(w => w.Split('=')).ToDictionary(w => w[0], w => w[1])));
                break;
            case "cover":
                covers.Add(new(Guid.CreateVersion7(), Enum.Parse<V1.CoverKind>(words[1]), words[3], Number(words[2]),
                    words.Length > 4)
                {
                    ShippedBefore = words.Length > 4 ? [(words[3], Number(words[5]))] : [],
                });
                break;
            case "rate":
                rates.Add(new(words[1], "CNY", Number(words[2]), Day));
                break;
            default:
                throw new ArgumentException(words[0], nameof(words));
        }
    }

    private static Owed OwedOf(string currency, Dictionary<string, string> given) => new(currency)
    {
        Receivable = Amount(given, "receivable"),
        Drafts = Amount(given, "drafts"),
        Delivered = Amount(given, "delivered"),
        OpenOrders = Amount(given, "orders"),
        Reserved = Amount(given, "reserved"),
        Unallocated = Amount(given, "unallocated"),
        OnAccount = Amount(given, "account"),
        Disputed = Amount(given, "disputed"),
        Aged = given.TryGetValue("due", out var due) ? [.. due.Split(',').Select(Number)] : [0, 0, 0, 0, 0],
    };

    private static decimal Amount(Dictionary<string, string> given, string name) =>
        given.TryGetValue(name, out var text) ? Number(text) : 0;

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
