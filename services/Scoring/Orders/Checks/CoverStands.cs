using Risk.Scoring.Covers;
using Risk.Scoring.Ledger;
using Risk.Scoring.Orders.Checks.Doubts;

namespace Risk.Scoring.Orders.Checks;

/// <summary>
/// What the limit rests on must stand: no cover has lapsed, no insurer has stopped shipments, and covers reach the
/// share of the exposure that the grade asks for.
/// </summary>
internal static class CoverStands
{
    public static Check Judge(Figures figures, Thresholds thresholds)
    {
        var (covers, day) = (figures.Customer.Covers, figures.Order.AsOf);
        if (covers.FirstOrDefault(c => c.StopShipmentOn <= day) is { } stopped)
            return Stopped(stopped, day);
        if (covers.FirstOrDefault(c => c.ValidUntil?.AddDays(thresholds.CoverGraceDays) < day) is { } lapsed)
            return Lapsed(lapsed, day);
        if (thresholds.CoverShareMin is { } share)
            return Reach(figures, share);
        return covers.Count == 0
            ? Check.NotApplicable(V1.OrderCheck.Cover)
            : Check.Passed(V1.OrderCheck.Cover).Seen($"{covers.Count} standing", "none lapsed", covers[0].RecordedAt);
    }

    private static Check Reach(Figures figures, decimal share)
    {
        if (MissingRate.Of(figures, V1.OrderCheck.Cover) is { } missing)
            return missing;
        var needed = share * figures.Claimed;
        var covered = figures.Covered;
        if (covered < needed && MissingRate.OfCovers(figures) is { } unknown)
            return unknown;
        var (has, asks) =
            (Amounts.ForPeople(covered, figures.Currency), Amounts.ForPeople(needed, figures.Currency));
        var check = covered >= needed
            ? Check.Passed(V1.OrderCheck.Cover)
            : Check.Failed(V1.OrderCheck.Cover, "COVER_TOO_SMALL", new(
                $"Covers reach {has}; {asks} are asked for with this order.", $"信用保障金额为 {has}，连同本订单要求 {asks}。"));
        return check.Seen(has, asks, figures.ExposureAsOf);
    }

    private static Check Stopped(Cover cover, DateOnly day) =>
        Check.Failed(V1.OrderCheck.Cover, "COVER_SHIPMENTS_STOPPED", new(
                $"{cover.Provider} asks for no shipments from {cover.StopShipmentOn:yyyy-MM-dd} on.",
                $"{cover.Provider} 要求自 {cover.StopShipmentOn:yyyy-MM-dd} 起停止发货。"))
            .Seen($"{day:yyyy-MM-dd}", $"{cover.StopShipmentOn:yyyy-MM-dd}", cover.RecordedAt);

    private static Check Lapsed(Cover cover, DateOnly day) =>
        Check.Failed(V1.OrderCheck.Cover, "COVER_EXPIRED", new(
                $"The cover of {cover.Provider} was valid until {cover.ValidUntil:yyyy-MM-dd}.",
                $"{cover.Provider} 的信用保障有效期至 {cover.ValidUntil:yyyy-MM-dd}，现已过期。"))
            .Seen($"{day:yyyy-MM-dd}", $"{cover.ValidUntil:yyyy-MM-dd}", cover.RecordedAt);
}
