namespace Risk.Scoring.Orders;

/// <summary>The few reservations of a customer that end first.</summary>
internal sealed class EndingReservations
{
    public const int Max = 5;

    private readonly List<(Guid Id, EndingReservation Reservation)> sorted = [];
    private readonly HashSet<Guid> removed = [];

    /// <summary>The first to end first, without those of an order.</summary>
    public IEnumerable<EndingReservation> Except(Order order) => sorted.Select(e => e.Reservation)
        .Where(r => !order.HasRef || (r.System, r.Id) != (order.System, order.Id));

    public void Add(Guid id, EndingReservation reservation)
    {
        if (removed.Contains(id))
            return;
        var at = sorted.FindLastIndex(e => e.Reservation.EndsAt <= reservation.EndsAt) + 1;
        if (at == Max)
            return;
        sorted.Insert(at, (id, reservation));
        if (sorted.Count > Max)
            sorted.RemoveAt(Max);
    }

    /// <summary>For good: it is not added any more, when it is read after that.</summary>
    public void Remove(Guid id)
    {
        removed.Add(id);
        sorted.RemoveAll(e => e.Id == id);
    }
}
