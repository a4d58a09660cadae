using Risk.Scoring.Ledger;

namespace Risk.Scoring.Orders;

/// <summary>
/// Something that would let an order pass, alone or with others: what it changes of the figures, and in which words.
/// </summary>
internal sealed record Fix(V1.RemedyKind Kind, Func<Figures, Figures> Apply, ServiceDefaults.Requests.Text Words)
{
    public decimal? Amount { get; init; }

    public string Currency { get; init; } = "";

    public V1.Remedy ToContract() => new()
    {
        Kind = Kind,
        Amount = Amount is { } money ? Amounts.ToMoney(money, Currency) : null,
        Text = Say(Words.En, Words.Zh),
    };

    public static V1.Remedy Together(IReadOnlyList<Fix> fixes) => new()
    {
        Kind = V1.RemedyKind.Combined,
        Text = Say(
            string.Join(" and ", fixes.Select(f => f.Words.En)), string.Join("，并", fixes.Select(f => f.Words.Zh))),
        Parts = { fixes.Select(f => f.ToContract()) },
    };

    private static Types.V1.Text Say(string en, string zh) => new() { En = $"Passes if {en}.", Zh = $"{zh}后即可通过。" };
}
