using Google.Protobuf.WellKnownTypes;
using Risk.Scoring.Ledger;

namespace Risk.Scoring.Orders;

/// <summary>
/// Something that would let an order pass, alone or with others: what it changes of the figures, and in which words.
/// </summary>
internal sealed record Fix(V1.RemedyKind Kind, Func<Figures, Figures> Apply, ServiceDefaults.Requests.Text Words)
{
    public decimal? Amount { get; init; }

    public string Currency { get; init; } = "";

    /// <summary>Net days of the terms that would pass.</summary>
    public int? Days { get; init; }

    public DateOnly? OnDate { get; init; }

    public Types.V1.ExternalRef? OrderRef { get; init; }

    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Those of which each needs the others; empty when it is one.</summary>
    public IReadOnlyList<Fix> Parts { get; init; } = [];

    public static Fix Joined(Fix first, Fix second) =>
        new(V1.RemedyKind.Combined, f => second.Apply(first.Apply(f)), WordsOf([first, second]))
        {
            Parts = [first, second],
        };

    public V1.Remedy ToContract()
    {
        var remedy = new V1.Remedy
        {
            Kind = Kind,
            Amount = Amount is { } money ? Amounts.ToMoney(money, Currency) : null,
            Text = new() { En = $"Passes if {Words.En}.", Zh = $"{Words.Zh}，即可通过。" },
            OnDate = OnDate is { } day ? Amounts.ToContract(day) : null,
            OrderRef = OrderRef,
            EndsAt = EndsAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
            Parts = { Parts.Select(p => p.ToContract()) },
        };
        if (Days is { } days)
            remedy.Days = days;
        return remedy;
    }

    public static V1.Remedy Together(IReadOnlyList<Fix> fixes)
    {
        Fix[] parts = [.. fixes.SelectMany(f => f.Parts.Count > 0 ? f.Parts : [f])];
        return new Fix(V1.RemedyKind.Combined, f => f, WordsOf(parts)) { Parts = parts }.ToContract();
    }

    private static ServiceDefaults.Requests.Text WordsOf(IReadOnlyList<Fix> fixes) => new(
        string.Join(" and ", fixes.Select(f => f.Words.En)), string.Join("，并", fixes.Select(f => f.Words.Zh)));
}
