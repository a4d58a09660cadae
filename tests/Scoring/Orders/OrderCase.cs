using System.Globalization;
using Risk.Intake.V1;
using Risk.Scoring.ExchangeRates;
using Risk.Scoring.Orders;
using Risk.Scoring.V1;
using Exposure = Risk.Scoring.Ledger.Exposure;

namespace Risk.Scoring.Tests.Orders;

/// <summary>Reads a case of the tables: what is known of a customer, and an order, each in a line of words.</summary>
internal static class OrderCase
{
    public static readonly DateOnly Day = new(2026, 6, 15);
    public static readonly DateTimeOffset Now = new(2026, 6, 15, 9, 0, 0, TimeSpan.Zero);

    public static Figures Read(string customer, string order)
    {
        var known = Words(customer);
        var rates = known.TryGetValue("rate", out var rate)
            ? new RateTable([new(rate.Split('/')[0], "CNY", Number(rate.Split('/')[1]),
                Day.AddDays(-(int)Number(rate.Split('/').ElementAtOrDefault(2) ?? "0")))], Day)
            : RateTable.Empty;
        var currency = known.GetValueOrDefault("currency", "CNY");
        return Figures.Of(OrderIn(order, currency), Standing(known, currency), rates, Rules(known), Now);
    }

    private static CustomerStanding Standing(Dictionary<string, string> known, string currency)
    {
        decimal Amount(string key) => known.TryGetValue(key, out var text) ? Number(text) : 0;
        var account = Account(known, currency);
        var exposures = new List<Exposure>
        {
            new(currency)
            {
                Reserved = Amount("reserved"),
                OpenOrders = Amount("orders"),
                Delivered = Amount("delivered"),
                Receivable = Amount("receivable"),
                Drafts = Amount("drafts"),
                Unallocated = Amount("unallocated"),
            },
        };
        var past = new List<Overdue>();
        if (known.TryGetValue("overdueforeign", out var abroad))
        {
            exposures.Add(new(abroad.Split('/')[0]) { Receivable = Number(abroad.Split('/')[1]) });
            past.Add(new(abroad.Split('/')[0], Number(abroad.Split('/')[1]), (int)Number(abroad.Split('/')[2])));
        }
        if (known.TryGetValue("foreign", out var foreign))
            exposures.Add(new(foreign.Split('/')[0]) { Receivable = Number(foreign.Split('/')[1]) });
        return new()
        {
            Account = account,
            Limit = account.Terms,
            Status = known.TryGetValue("status", out var status)
                ? Enum.Parse<CustomerStatus>(status, ignoreCase: true)
                : CustomerStatus.Active,
            ExcludingRecords = known.GetValueOrDefault("record") switch
            {
                "sanctions" => [LegalRecordKind.SanctionsMatch],
                "insolvency" => [LegalRecordKind.Insolvency],
                _ => [],
            },
            Grade = known.TryGetValue("grade", out var grade) ? Enum.Parse<Grade>(grade) : Grade.Bb,
            ScoredAsOf = known.TryGetValue("scored", out var scored) ? Now.AddDays(-(double)Number(scored)) : null,
            PaymentIndex = known.TryGetValue("index", out var index) ? Number(index) : null,
            Exposures = exposures,
            Overdue = known.TryGetValue("overdue", out var overdue)
                ? [.. overdue.Split('+').Select(part => part.Split('/'))
                    .Select(part => new Overdue(currency, Number(part[0]), (int)Number(part[1])))]
                : past,
            OpenOfOrder = Amount("open"),
            TakenOfOrder = Amount("taken"),
            Conditions = Conditions(known.GetValueOrDefault("condition")),
            Covers = Covers(known.GetValueOrDefault("cover")),
            Later = known.TryGetValue("later", out var later)
                ? [new(currency, Number(later.Split('/')[0]), Day.AddDays((int)Number(later.Split('/')[1])))]
                : [],
            Reservations = Ending(known.GetValueOrDefault("ending"), currency),
            Group = known.TryGetValue("group", out var group)
                ? new("CNY", Number(group.Split('/')[0]), [new("CNY") { Receivable = Number(group.Split('/')[1]) }])
                {
                    ValidUntil = known.TryGetValue("groupvalid", out var ends) ? Day.AddDays((int)Number(ends)) : null,
                    Later = known.TryGetValue("grouplater", out var ofGroup)
                        ? [new("CNY", Number(ofGroup.Split('/')[0]), Day.AddDays((int)Number(ofGroup.Split('/')[1])))]
                        : [],
                }
                : null,
            Advance = Amount("advance"),
            Earlier = Earlier(known.GetValueOrDefault("released")?.Split('/'), known.ContainsKey("rejected"),
                known.ContainsKey("used")),
        };
    }

    private static IReadOnlyList<EndingReservation> Ending(string? ending, string currency) =>
        [.. (ending?.Split('+') ?? []).Select(text => text.Split('/')).Select(part => new EndingReservation(
            "erp", part[0], currency, Number(part[1]), Now.AddMinutes((double)Number(part[2])))
        {
            DeliverOn = part.Length > 3 ? Day.AddDays((int)Number(part[3])) : null,
        })];

    private static OrderRules Rules(Dictionary<string, string> known)
    {
        if (!known.Keys.Any(word => word is "horizon" or "covershare" or "covergrace" or "scoreage" or "factsage"))
            return OrderRules.Shipped;
        var rules = OrderRules.ShippedRules();
        if (known.TryGetValue("horizon", out var horizon))
            rules.OrderHorizonDays = (int)Number(horizon);
        if (known.TryGetValue("covershare", out var share))
        {
            foreach (var grade in rules.Grades)
                grade.CoverShareMin = new() { Value = share };
        }
        if (known.TryGetValue("factsage", out var facts))
        {
            foreach (var grade in rules.Grades)
                grade.FactsAgeSecondsMax = (int)Number(facts);
        }
        if (known.TryGetValue("covergrace", out var grace))
        {
            foreach (var grade in rules.Grades)
                grade.CoverGraceDays = (int)Number(grace);
        }
        if (known.TryGetValue("scoreage", out var age))
        {
            foreach (var grade in rules.Grades)
                grade.ScoreAgeDaysMax = (int)Number(age);
        }
        return new(version: 1000, rules);
    }

    private static IReadOnlyList<Scoring.Covers.Cover> Covers(string? covers) =>
        [.. (covers?.Split('+') ?? []).Select(text => text.Split('/')).Select(part => new Scoring.Covers.Cover
        {
            CoverId = Guid.CreateVersion7(),
            CustomerId = Guid.CreateVersion7(),
            Kind = CoverKind.CreditInsurance,
            Provider = "Hansea",
            CurrencyCode = part[0].EndsWith("USD", StringComparison.Ordinal) ? "USD" : "CNY",
            Amount = Number(part[0].Replace("USD", "", StringComparison.Ordinal)),
            Share = 0.9m,
            ValidUntil = part.Length > 1 && part[1].Length > 0 ? Day.AddDays((int)Number(part[1])) : null,
            StopShipmentOn = part.Length > 2 ? Day.AddDays((int)Number(part[2])) : null,
            Reference = "",
        })];

    private static IReadOnlyList<Scoring.Conditions.Condition> Conditions(string? due) =>
        due is null ? [] :
        [
            new()
            {
                ConditionId = Guid.CreateVersion7(),
                CustomerId = Guid.CreateVersion7(),
                Text = "signed agreement",
                DueOn = due == "now" ? null : Day.AddDays((int)Number(due)),
            },
        ];

    private static EarlierDecision? Earlier(string[]? released, bool isRejected, bool isUsed) =>
        released is [var value, var days]
            ? new(Released: true, Number(value), "CNY", Now.AddDays(-(double)Number(days))) { IsUsed = isUsed }
            : isRejected ? new(Released: false, 0, "CNY", Now) : null;

    private static Scoring.Credit.CreditAccount Account(Dictionary<string, string> known, string currency)
    {
        var account = new Scoring.Credit.CreditAccount { CustomerId = Guid.CreateVersion7(), CurrencyCode = currency };
        var temporary = known.GetValueOrDefault("temporary")?.Split('/');
        account.Write(new()
        {
            Currency = currency,
            Limit = known.TryGetValue("limit", out var limit) ? Number(limit) : 0,
            Unlimited = known.ContainsKey("unlimited"),
            TemporaryLimit = temporary is null ? null : Number(temporary[0]),
            TemporaryFrom = temporary is null ? null : Day.AddDays((int)Number(temporary[1])),
            TemporaryUntil = temporary is null ? null : Day.AddDays((int)Number(temporary[2])),
            ValidUntil = known.TryGetValue("valid", out var valid) ? Day.AddDays((int)Number(valid)) : null,
            NetDaysMax = known.TryGetValue("days", out var days) ? (int)Number(days) : null,
        });
        account.DunningLevel = known.TryGetValue("dunning", out var dunning) ? (int)Number(dunning) : 0;
        account.ForcedHold = known.ContainsKey("hold");
        account.OrderValueMax = known.TryGetValue("max", out var max) ? Number(max) : null;
        if (known.TryGetValue("method", out var method))
            account.RiskiestMethod = Enum.Parse<PaymentMethod>(method);
        return account;
    }

    private static Order OrderIn(string text, string currency)
    {
        var words = Words(text);
        var hasTerms = words.Keys.Any(word => word is "terms" or "method" or "prepaid" or "advance");
        return new()
        {
            CustomerId = Guid.CreateVersion7(),
            Amount = Number(text.Split(' ')[0]),
            Currency = words.ContainsKey("USD") ? "USD" : currency,
            AsOf = Day,
            DeliverOn = words.TryGetValue("deliver", out var deliver) ? Day.AddDays((int)Number(deliver)) : null,
            Stage = words.TryGetValue("stage", out var stage) ? Enum.Parse<OrderStage>(stage) : default,
            HasParkedEvents = words.ContainsKey("behind"),
            FactsAgeSeconds = words.TryGetValue("silent", out var silent) ? (int)Number(silent) : null,
            IsNotBeforeUnmet = words.ContainsKey("unmet"),
            Terms = !hasTerms ? null : new()
            {
                NetDays = words.TryGetValue("terms", out var days) ? (int)Number(days) : 0,
                EndOfMonth = words.ContainsKey("eom"),
                AdvanceShare = words.TryGetValue("advance", out var share) ? new() { Value = share } : null,
                Method = words.ContainsKey("prepaid") ? PaymentMethod.Advance
                    : words.TryGetValue("method", out var method) ? Enum.Parse<PaymentMethod>(method) : default,
            },
        };
    }

    private static Dictionary<string, string> Words(string text) => text.Split(' ').ToDictionary(
        w => w.Split('=')[0], w => w.Contains('=') ? w.Split('=')[1] : "", StringComparer.Ordinal);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
