using System.Globalization;
using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Engine.Scorecards;

namespace Risk.Scoring.Tests.Engine.Facts;

/// <summary>
/// Facts as a line of text, for tables: parts divided by semicolons, as of 2026-06-30. A year stands for its calendar
/// year.
/// <code>
/// statement 2025 cash=10 opinion=Qualified currency=CNY · statement 2025-07-01..2025-12-31 scope=Consolidated
/// paid DUE SETTLED AMOUNT CUR · credited … · written-off … · unpaid DUE AMOUNT CUR · trade DAY orders=1 invoices=2
/// promise MADE DUE AMOUNT CUR paid=0 · rescheduled DAY AMOUNT CUR · traded CUR invoiced=100 returned=1
/// rating AGENCY RATING DAY [UNTIL] (no blanks) · head GRADE DAY
/// first DAY · legal Lawsuit RECORDED [ENDED] · company country=CN isic=C incorporated=2001-01-01 insolvent=yes
/// </code>
/// </summary>
internal static class FactText
{
    public static readonly DateOnly AsOf = new(2026, 6, 30);

    public static FactSheet Read(string text)
    {
        var sheet = new FactSheet { AsOf = AsOf, Company = new() { AsOf = AsOf.AddMonths(-1) } };
        foreach (var part in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            sheet = Add(sheet, part.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return sheet;
    }

    private static FactSheet Add(FactSheet sheet, string[] words) => words[0] switch
    {
        "statement" => sheet with { Statements = [.. sheet.Statements, Statement(words)] },
        "paid" or "credited" or "written-off" => sheet with { Settled = [.. sheet.Settled, Settled(words)] },
        "unpaid" => sheet with { Unpaid = [.. sheet.Unpaid, new(words[3], Day(words[1]), Number(words[2]))] },
        "trade" => sheet with { TradeDays = [.. sheet.TradeDays, Trade(words)] },
        "promise" => sheet with { Promises = [.. sheet.Promises, Promise(words)] },
        "rescheduled" => sheet with
        {
            Rescheduled = [.. sheet.Rescheduled, new(words[3], Day(words[1]), Number(words[2]))],
        },
        "traded" => sheet with { TradeAmounts = [.. sheet.TradeAmounts, Traded(words[1], Pairs(words[2..]))] },
        "rating" => sheet with { Ratings = [.. sheet.Ratings, Rating(words)] },
        "head" => sheet with { Head = new(Enum.Parse<Grade>(words[1]), Day(words[2])) },
        "first" => sheet with { FirstTradeOn = Day(words[1]) },
        "legal" => sheet with { LegalRecords = [.. sheet.LegalRecords, Legal(words)] },
        "company" => sheet with { Company = Company(sheet.Company, Pairs(words[1..])) },
        _ => throw new ArgumentException($"'{words[0]}' is no kind of fact.", nameof(words)),
    };

    private static FinancialStatement Statement(string[] words)
    {
        var period = words[1].Split("..") is [var from, var to] ? (From: Day(from), To: Day(to)) : Year(words[1]);
        var pairs = Pairs(words[2..]);
        return new(period.From, period.To)
        {
            Scope = Named<StatementScope>(pairs, "scope"),
            Opinion = Named<AuditOpinion>(pairs, "opinion"),
            Currency = pairs.GetValueOrDefault("currency", ""),
            RecordedAt = new(Day(pairs.GetValueOrDefault("recorded", "2026-05-01")).ToDateTime(default), TimeSpan.Zero),
            Amounts = [.. Enum.GetValues<Line>().Select(line =>
                pairs.TryGetValue(Snake(line.ToString()), out var amount) ? Number(amount) : (decimal?)null)],
        };
    }

    private static SettledPart Settled(string[] words) =>
        new(words[4], Day(words[1]), Day(words[2]), Number(words[3]))
        {
            Kind = words[0] switch
            {
                "paid" => SettlementKind.Paid,
                "credited" => SettlementKind.Credited,
                _ => SettlementKind.WrittenOff,
            },
        };

    private static PromiseFact Promise(string[] words) => new(words[4], Day(words[1]), Day(words[2]), Number(words[3]))
    {
        PaidAmount = Number(Pairs(words[5..]).GetValueOrDefault("paid", "0")),
    };

    private static TradeAmount Traded(string currency, Dictionary<string, string> pairs) =>
        new(currency, Number(pairs["invoiced"]), Number(pairs.GetValueOrDefault("returned", "0")));

    private static RatingFact Rating(string[] words) => new(words[1], words[2], Day(words[3]))
    {
        ValidUntil = words.Length > 4 ? Day(words[4]) : null,
    };

    private static TradeDay Trade(string[] words)
    {
        var pairs = Pairs(words[2..]);
        return new(Day(words[1]))
        {
            Orders = Whole(pairs, "orders"),
            Invoices = Whole(pairs, "invoices"),
            Disputes = Whole(pairs, "disputes"),
        };
    }

    private static LegalFact Legal(string[] words) => new(Enum.Parse<LegalKind>(words[1]), Day(words[2]))
    {
        EndedOn = words.Length > 3 ? Day(words[3]) : null,
    };

    private static CompanyFacts Company(CompanyFacts company, Dictionary<string, string> pairs) => company with
    {
        CountryCode = pairs.GetValueOrDefault("country", company.CountryCode),
        Region = pairs.GetValueOrDefault("region", company.Region),
        IsicSection = pairs.GetValueOrDefault("isic", company.IsicSection),
        IncorporatedOn = pairs.TryGetValue("incorporated", out var born) ? Day(born) : company.IncorporatedOn,
        CustomerSince = pairs.TryGetValue("since", out var since) ? Day(since) : company.CustomerSince,
        MarketShare = pairs.TryGetValue("share", out var share) ? Number(share) : company.MarketShare,
        Satisfaction = pairs.TryGetValue("satisfaction", out var content) ? Number(content) : company.Satisfaction,
        IsInsolvent = pairs.ContainsKey("insolvent") || company.IsInsolvent,
    };

    private static Dictionary<string, string> Pairs(IEnumerable<string> words) => words
        .Select(w => w.Split('=', 2))
        .ToDictionary(w => w[0], w => w[1], StringComparer.Ordinal);

    private static T Named<T>(Dictionary<string, string> pairs, string key) where T : struct, Enum =>
        pairs.TryGetValue(key, out var name) ? Enum.Parse<T>(name) : default;

    private static int Whole(Dictionary<string, string> pairs, string key) =>
        (int)Number(pairs.GetValueOrDefault(key, "0"));

    private static (DateOnly From, DateOnly To) Year(string year)
    {
        var number = int.Parse(year, CultureInfo.InvariantCulture);
        return (new(number, 1, 1), new(number, 12, 31));
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static string Snake(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c)
            ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
