using Risk.Scoring.Ledger;

namespace Risk.Scoring.ExpectedLosses;

/// <summary>
/// Adds figures of customers up. What is added is rounded already, so every division adds up to the total.
/// </summary>
internal sealed class LossTotals(LossBasis basis)
{
    private readonly Sum total = new();
    private readonly Dictionary<V1.Grade, Sum> grades = [];
    private readonly Dictionary<(V1.Grade Grade, V1.AgeingBucket Bucket), Cell> cells = [];
    private readonly Dictionary<string, Cell> currencies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Sum> countries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Sum> industries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (decimal Gross, decimal Exposure, long Customers)> unconverted =
        new(StringComparer.Ordinal);
    private readonly SortedSet<string> coversUnconverted = new(StringComparer.Ordinal);

    private sealed class Sum
    {
        public long Customers;
        public decimal Exposure;
        public decimal ExpectedLoss;
        public decimal Gross;
        public decimal Provision;
        public decimal Specific;
        public decimal Disputed;
    }

    private sealed class Cell
    {
        public decimal Amount;
        public decimal Gross;
        public decimal Provision;
    }

    public void Add(LossFigures figures)
    {
        var customer = figures.Customer;
        foreach (var sum in (Sum[])
            [
                total, Of(grades, customer.Grade), Of(countries, customer.Country), Of(industries, customer.Industry),
            ])
            Add(sum, figures);
        foreach (var line in figures.Provision.Lines)
        {
            Add(Of(cells, (customer.Grade, line.Bucket)), line);
            Add(Of(currencies, line.Currency), line);
        }
        foreach (var lacking in figures.Unconverted)
        {
            var so = unconverted.GetValueOrDefault(lacking.Currency);
            unconverted[lacking.Currency] =
                (so.Gross + lacking.Gross, so.Exposure + lacking.Exposure, so.Customers + 1);
        }
        coversUnconverted.UnionWith(figures.CoversUnconverted);
    }

    public V1.ExpectedLossReport ToContract() => new()
    {
        CurrencyCode = basis.Money.Currency,
        AsOf = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(basis.Now),
        RulesVersion = basis.Rules.Version,
        Total = ToContract(total),
        Grades =
        {
            grades.OrderBy(g => g.Key == V1.Grade.Unspecified).ThenBy(g => g.Key)
                .Select(g => new V1.GradeLoss { Grade = g.Key, Sum = ToContract(g.Value) }),
        },
        Buckets =
        {
            cells.GroupBy(c => c.Key.Bucket).OrderBy(b => b.Key).Select(b => new V1.BucketLoss
            {
                Bucket = b.Key,
                Gross = Money(b.Sum(c => c.Value.Gross)),
                Provision = Money(b.Sum(c => c.Value.Provision)),
            }),
        },
        Matrix = { Matrix() },
        Currencies =
        {
            currencies.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new V1.CurrencyLoss
            {
                Amount = Amounts.ToMoney(c.Value.Amount, c.Key),
                Gross = Money(c.Value.Gross),
                Provision = Money(c.Value.Provision),
            }),
        },
        Countries = { Places(countries) },
        Industries = { Places(industries) },
        Rates = { basis.RatesUsed },
        Unconverted = { Lacking().Select(u => ToContract(u.Of, u.Customers)) },
        Notes = { Notes() },
    };

    private static void Add(Sum sum, LossFigures figures)
    {
        var provision = figures.Provision;
        sum.Customers++;
        sum.Exposure += figures.Exposure;
        sum.ExpectedLoss += figures.ExpectedLoss;
        sum.Gross += provision.Gross;
        sum.Provision += provision.Amount;
        sum.Specific += provision.IsSpecific ? provision.Amount : 0;
        sum.Disputed += provision.Disputed;
    }

    private static void Add(Cell cell, LineLoss line)
    {
        cell.Amount += line.Amount;
        cell.Gross += line.Gross;
        cell.Provision += line.Provision;
    }

    private IEnumerable<V1.MatrixLoss> Matrix() =>
        cells.OrderBy(c => c.Key.Grade == V1.Grade.Unspecified).ThenBy(c => c.Key).Select(c => new V1.MatrixLoss
        {
            Grade = c.Key.Grade,
            Bucket = c.Key.Bucket,
            Gross = Money(c.Value.Gross),
            MatrixRate = LossContract.Share(basis.Rules.Rate(c.Key.Grade, c.Key.Bucket)),
            Provision = Money(c.Value.Provision),
        });

    private IEnumerable<V1.PlaceLoss> Places(Dictionary<string, Sum> places) =>
        places.OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => new V1.PlaceLoss { Value = p.Key, Sum = ToContract(p.Value) });

    private IEnumerable<(Unconverted Of, long Customers)> Lacking() =>
        unconverted.OrderBy(u => u.Key, StringComparer.Ordinal)
            .Select(u => (new Unconverted(u.Key, u.Value.Gross, u.Value.Exposure), u.Value.Customers));

    private IEnumerable<Types.V1.Text> Notes()
    {
        foreach (var (lacking, customers) in Lacking())
            yield return LossNotes.Of(lacking, customers);
        if (coversUnconverted.Count > 0)
            yield return LossNotes.OfCovers(coversUnconverted);
    }

    private static V1.UnconvertedLoss ToContract(Unconverted lacking, long customers) => new()
    {
        Gross = Amounts.ToMoney(lacking.Gross, lacking.Currency),
        ExposureAtDefault = Amounts.ToMoney(lacking.Exposure, lacking.Currency),
        Customers = customers,
    };

    private V1.LossSum ToContract(Sum sum) => new()
    {
        Customers = sum.Customers,
        ExposureAtDefault = Money(sum.Exposure),
        ExpectedLoss = Money(sum.ExpectedLoss),
        Gross = Money(sum.Gross),
        Provision = Money(sum.Provision),
        SpecificProvision = Money(sum.Specific),
        Disputed = Money(sum.Disputed),
    };

    private Types.V1.Money Money(decimal amount) => Amounts.ToMoney(amount, basis.Money.Currency);

    private static TValue Of<TKey, TValue>(Dictionary<TKey, TValue> sums, TKey key)
        where TKey : notnull where TValue : new() =>
        sums.TryGetValue(key, out var sum) ? sum : sums[key] = new();
}
