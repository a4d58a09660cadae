using System.Globalization;

namespace Risk.MainJob.Sample;

/// <summary>Makes the companies of the sample portfolio from a seed: the same seed, the same companies.</summary>
internal sealed class Companies(int seed, DateOnly asOf)
{
    private static readonly Industry[] Industries =
    [
        new("C", "C3411", "Machine Tools", "机床"), new("C", "C3921", "Communications", "通信设备"),
        new("C", "C1761", "Textiles", "纺织"), new("C", "C2614", "Chemicals", "化工"),
        new("C", "C3660", "Auto Parts", "汽车零部件"), new("C", "C3840", "Batteries", "电池科技"),
        new("C", "C2927", "Plastics", "塑料制品"), new("G", "F5176", "Computer Wholesale", "电子贸易"),
        new("G", "F5126", "Food Wholesale", "食品商贸"), new("F", "E4813", "Civil Works", "市政工程"),
        new("H", "G5430", "Logistics", "物流"), new("J", "I6513", "Software", "软件技术"),
    ];

    private static readonly string[] Salespeople =
        ["Chen Wei", "Liu Fang", "A. Keller", "M. Okafor", "Wang Jun", "S. Rossi"];
    private static readonly string[] Segments = ["distributor", "manufacturer", "key-account", "project"];
    private static readonly Terms[] AllTerms =
        [new(30, false), new(45, false), new(60, false), new(90, false), new(30, true), new(60, true)];

    private readonly Random random = new(seed);
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    public IReadOnlyList<Company> Make(int count) => [.. Enumerable.Range(1, count).Select(Next)];

    private Company Next(int ordinal)
    {
        var chinese = random.NextDouble() < 0.62;
        var industry = Industries[random.Next(Industries.Length)];
        var (name, country, region) = UniqueName(chinese, industry);
        var fate = PickFate();
        var orderAmount = Math.Round((decimal)Math.Exp(8.6 + 2.4 * random.NextDouble() + 1.1 * Gauss()), 2);
        var currency = chinese ? "CNY" : CurrencyOf(country);
        var perUnit = currency switch { "JPY" => 150m, "CNY" => 7m, _ => 1m };
        orderAmount = Math.Round(Math.Clamp(orderAmount, 400m, 900_000m) * perUnit, currency == "JPY" ? 0 : 2);
        var ordersPerMonth = 0.4 + 1.2 * random.NextDouble();
        var years = 2 + random.Next(28);
        return new()
        {
            Number = $"C{ordinal.ToString("00000", CultureInfo.InvariantCulture)}",
            LegalName = name,
            CountryCode = country,
            Region = region,
            IdentifierScheme = chinese ? "USCC" : "LEI",
            Identifier = chinese ? Identifiers.Uscc(random) : Identifiers.Lei(random),
            Industry = industry,
            IncorporatedOn = asOf.AddYears(-years).AddDays(-random.Next(365)),
            CustomerSince = asOf.AddDays(-Math.Min(years * 365, 740 + random.Next(3000))),
            Currency = currency,
            YearlyRevenue = Math.Round(orderAmount * (decimal)(ordersPerMonth * (96 + 360 * random.NextDouble())), 0),
            Headcount = 8 + (int)(Math.Exp(1.5 + 4 * random.NextDouble())),
            Segment = Segments[random.Next(Segments.Length)],
            Salesperson = Salespeople[random.Next(Salespeople.Length)],
            Satisfaction = Share(0.78 + 0.14 * Gauss() - (fate == Fate.Disputing ? 0.3 : 0)),
            Terms = AllTerms[random.Next(AllTerms.Length)],
            OrderAmount = orderAmount,
            OrdersPerMonth = ordersPerMonth,
            DaysBeyondTerms = UsualDelay(fate),
            Fate = fate,
            FinancialStrength = Strength(fate),
            LegalRecords = LegalRecordsOf(fate, currency),
        };
    }

    private (string Name, string Country, string Region) UniqueName(bool chinese, Industry industry)
    {
        while (true)
        {
            var made = chinese
                ? FromChina(CompanyNames.Chinese(random, industry))
                : CompanyNames.Foreign(random, industry);
            if (names.Add(made.Name))
                return made;
        }
    }

    private static (string Name, string Country, string Region) FromChina((string Name, string Region) made) =>
        (made.Name, "CN", made.Region);

    private Fate PickFate() => random.NextDouble() switch
    {
        < 0.08 => Fate.AlwaysLate,
        < 0.11 => Fate.Deteriorating,
        < 0.125 => Fate.StopsPaying,
        < 0.135 => Fate.BustOut,
        < 0.145 => Fate.DishonestDebtor,
        < 0.150 => Fate.Insolvent,
        < 0.170 => Fate.Disputing,
        _ => Fate.Sound,
    };

    private int UsualDelay(Fate fate) => fate switch
    {
        Fate.AlwaysLate => 18 + random.Next(25),
        Fate.Sound => Math.Max(-8, (int)(1 + 5 * Gauss())),
        _ => random.Next(8),
    };

    private decimal Strength(Fate fate) => Share(
        0.55 + 0.2 * Gauss() - (fate is Fate.Insolvent or Fate.StopsPaying or Fate.DishonestDebtor ? 0.35 : 0));

    private static decimal Share(double value) => Math.Round((decimal)Math.Clamp(value, 0.02, 0.98), 2);

    private string LegalRecordsOf(Fate fate, string currency) => fate switch
    {
        Fate.DishonestDebtor =>
            $"ENFORCEMENT:{Day(-200)}={Amount(currency)}; DISHONEST_DEBTOR:{Day(-70)}={Amount(currency)}",
        Fate.Insolvent => $"LAWSUIT:{Day(-260)}={Amount(currency)}; INSOLVENCY:{Day(-20)}",
        Fate.StopsPaying => $"LAWSUIT:{Day(-90)}={Amount(currency)}",
        Fate.Sound when random.NextDouble() < 0.05 => $"LAWSUIT:{Day(-500 - random.Next(600))}={Amount(currency)}",
        Fate.Sound when random.NextDouble() < 0.03 => $"ADMINISTRATIVE_PENALTY:{Day(-300 - random.Next(600))}",
        _ => "",
    };

    private string Day(int offset) => asOf.AddDays(offset).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string Amount(string currency) =>
        $"{(random.Next(5, 400) * 1000m).ToString(CultureInfo.InvariantCulture)} {currency}";

    private static string CurrencyOf(string country) => country switch
    {
        "DE" or "FR" or "IT" => "EUR",
        "GB" => "GBP",
        "JP" => "JPY",
        _ => "USD",
    };

    private double Gauss() =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
