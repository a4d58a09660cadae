using System.Globalization;
using Risk.Scoring.Concentration;
using Risk.Scoring.Ledger;
using Risk.Scoring.Orders.Checks.Doubts;
using Dimension = Risk.Scoring.V1.ConcentrationDimension;

namespace Risk.Scoring.Orders.Checks;

/// <summary>
/// With the order no customer, group, industry, region or country may hold more of the portfolio than its cap, as an
/// amount or as a share. What of several is nearest to its cap is shown.
/// </summary>
internal static class WithinConcentration
{
    public static Check Judge(Figures figures)
    {
        if (figures.Customer.Portfolio is not { Held.Count: > 0 } portfolio || figures.Counted == 0)
            return Check.NotApplicable(V1.OrderCheck.Concentration);
        if (figures.OrderInRulesCurrency is not { } amount)
            return MissingRate.OfPortfolio(figures, figures.Order.Currency);
        if (portfolio.Held.Any(h => NeedsSum(figures, h)) && Unsummed(figures, portfolio) is { } unknown)
            return unknown;
        if (portfolio.Total is null || portfolio.Held.Any(h => h.Amount is null))
            return MissingRate.OfPortfolio(figures, "");
        var nearest = portfolio.Held.Select(h => (Held: h, Allowed: Allowed(figures, h, portfolio.Total.Value, amount)))
            .MaxBy(h => h.Allowed > 0 ? (h.Held.Amount + amount) / h.Allowed : decimal.MaxValue);
        return Result(figures, nearest.Held, nearest.Held.Amount!.Value + amount, nearest.Allowed);
    }

    /// <summary>The highest value of the order that every cap allows, in the rules' currency; null means any.</summary>
    public static decimal? Room(Figures figures)
    {
        if (figures.Customer.Portfolio is not { Total: { } total } portfolio)
            return null;
        decimal? room = null;
        foreach (var held in portfolio.Held)
        {
            var cap = figures.Rules.Caps.Of(held.Dimension, held.Value)!;
            if (held.Amount is not { } before)
                continue;
            if (cap.AmountMax is { } amountMax)
                room = Least(room, amountMax - before);
            // The order itself makes the portfolio larger.
            if (cap.ShareMax is { } share and < 1)
            {
                room = Least(room, Math.Max(
                    (share * figures.Rules.PortfolioAmountMin) - before, ((share * total) - before) / (1 - share)));
            }
        }
        return room;
    }

    private static decimal Least(decimal? one, decimal other) => one < other ? one.Value : other;

    private static bool NeedsSum(Figures figures, HeldShare held) =>
        !held.IsExact || figures.Rules.Caps.Of(held.Dimension, held.Value)!.ShareMax is not null;

    private static Check? Unsummed(Figures figures, PortfolioStanding portfolio)
    {
        if (portfolio.AsOf is not { } asOf)
        {
            return Check.NotEvaluated(V1.OrderCheck.Concentration, "PORTFOLIO_UNKNOWN", new(
                "The portfolio has not been summed up yet.", "信用组合尚未汇总。"));
        }
        var seconds = (long)(figures.Now - asOf).TotalSeconds;
        return seconds <= figures.Rules.PortfolioAgeSecondsMax ? null
            : Check.NotEvaluated(V1.OrderCheck.Concentration, "PORTFOLIO_STALE", new(
                    $"The portfolio was last summed up {seconds} seconds ago; "
                    + $"{figures.Rules.PortfolioAgeSecondsMax} are tolerated.",
                    $"信用组合上次汇总于 {seconds} 秒前，容忍上限为 {figures.Rules.PortfolioAgeSecondsMax} 秒。"))
                .Seen($"{seconds} seconds", $"{figures.Rules.PortfolioAgeSecondsMax} seconds", asOf);
    }

    private static decimal Allowed(Figures figures, HeldShare held, decimal total, decimal amount)
    {
        var cap = figures.Rules.Caps.Of(held.Dimension, held.Value)!;
        var whole = Math.Max(total + amount, figures.Rules.PortfolioAmountMin);
        return Math.Min(
            cap.AmountMax ?? decimal.MaxValue, cap.ShareMax is { } share ? share * whole : decimal.MaxValue);
    }

    private static Check Result(Figures figures, HeldShare held, decimal after, decimal allowed)
    {
        var (currency, name) = (figures.Rules.Currency, NameOf(held));
        var (holds, most) = (Amounts.ForPeople(Math.Round(after, 2), currency),
            Amounts.ForPeople(Math.Round(allowed, 2, MidpointRounding.ToZero), currency));
        var check = after <= allowed
            ? Check.Passed(V1.OrderCheck.Concentration)
            : Check.Failed(V1.OrderCheck.Concentration, "CONCENTRATION_EXCEEDED", new(
                $"With this order {name.En} would hold {holds} of the portfolio; {most} are allowed.",
                $"加上该订单，{name.Zh}在信用组合中将达 {holds}，上限为 {most}。"));
        return check.Seen($"{holds} of {name.En}", ThresholdOf(figures, held, most),
            NeedsSum(figures, held) ? figures.Customer.Portfolio!.AsOf : figures.ExposureAsOf);
    }

    private static string ThresholdOf(Figures figures, HeldShare held, string most) =>
        figures.Rules.Caps.Of(held.Dimension, held.Value)!.ShareMax is { } share
            ? $"{most} ({(share * 100).ToString("0.##", CultureInfo.InvariantCulture)} %)"
            : most;

    private static ServiceDefaults.Requests.Text NameOf(HeldShare held) => held.Dimension switch
    {
        Dimension.Customer => new("the customer", "该客户"),
        Dimension.Group => new("the customer's group", "该客户所属集团"),
        Dimension.Industry => new($"industry {held.Value}", $"行业 {held.Value} "),
        Dimension.Region => new($"region {held.Value}", $"地区 {held.Value} "),
        _ => new($"country {held.Value}", $"国家 {held.Value} "),
    };
}
