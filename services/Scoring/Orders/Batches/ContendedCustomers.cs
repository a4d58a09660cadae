namespace Risk.Scoring.Orders;

/// <summary>Orders of customers whose account somebody else holds, in the order in which they came.</summary>
internal sealed class ContendedCustomers
{
    private readonly Dictionary<Guid, List<OrderCall>> waiting = [];
    private readonly Lock guard = new();

    /// <summary>True when nobody waits for the customer yet: the caller has to.</summary>
    public bool Add(Guid customerId, IEnumerable<OrderCall> calls)
    {
        lock (guard)
        {
            var isFirst = !waiting.TryGetValue(customerId, out var line);
            if (isFirst)
                waiting[customerId] = line = [];
            line!.AddRange(calls);
            return isFirst;
        }
    }

    /// <summary>Lines up behind those who wait for the same customer already; false when nobody does.</summary>
    public bool TryJoin(OrderCall call)
    {
        lock (guard)
        {
            if (!waiting.TryGetValue(call.Order.CustomerId, out var line))
                return false;
            line.Add(call);
            return true;
        }
    }

    /// <summary>The next in line; when nobody is left, the customer is contended no more.</summary>
    public List<OrderCall> Take(Guid customerId, int max)
    {
        lock (guard)
        {
            var line = waiting[customerId];
            var next = line.Take(max).ToList();
            line.RemoveRange(0, next.Count);
            if (next.Count == 0)
                waiting.Remove(customerId);
            return next;
        }
    }
}
