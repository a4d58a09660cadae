namespace Risk.MainJob.Sample;

/// <summary>Makes balance sheets and income statements that add up, stronger or weaker as the company is.</summary>
internal sealed class FinancialStatements(Company company, Random random)
{
    public IEnumerable<FinancialStatement> Years(DateOnly asOf)
    {
        // A year's statement is out by the end of April.
        var newest = asOf.Month >= 5 ? asOf.Year - 1 : asOf.Year - 2;
        yield return Year(newest - 1, company.FinancialStrength + 0.04m, 0.93m);
        yield return Year(newest, company.FinancialStrength, 1m);
    }

    private FinancialStatement Year(int year, decimal strength, decimal growth)
    {
        var revenue = Whole(company.YearlyRevenue * growth * Around(0.05m));
        var assets = Whole(revenue * (0.6m + 0.5m * Chance()));
        var currentAssets = Whole(assets * (0.4m + 0.3m * Chance()));
        var equity = Whole(assets * (strength - 0.12m));
        var liabilities = assets - equity;
        var currentLiabilities = Whole(Math.Min(liabilities, currentAssets * (1.5m - strength) * Around(0.1m)));
        var margin = 0.16m * (strength - 0.32m) * Around(0.3m);
        var ebit = Whole(revenue * margin);
        var depreciation = Whole(assets * 0.04m);
        var interest = Whole((liabilities - currentLiabilities / 2) * 0.045m);
        var beforeTax = ebit - interest;
        var netIncome = beforeTax > 0 ? Whole(beforeTax * 0.75m) : beforeTax;
        var operating = Whole((netIncome + depreciation) * Around(0.25m));
        return new()
        {
            CustomerNumber = company.Number,
            Year = year,
            Currency = company.Currency,
            AuditOpinion = Opinion(strength),
            Cash = Whole(currentAssets * 0.3m * strength * Around(0.4m)),
            Receivables = Whole(currentAssets * 0.33m),
            Inventory = Whole(currentAssets * 0.24m),
            CurrentAssets = currentAssets,
            TotalAssets = assets,
            Payables = Whole(currentLiabilities * 0.45m),
            CurrentLiabilities = currentLiabilities,
            TotalLiabilities = liabilities,
            RetainedEarnings = Whole(equity * 0.55m),
            Equity = equity,
            Revenue = revenue,
            CostOfSales = Whole(revenue * (0.84m - margin)),
            Ebit = ebit,
            InterestExpense = interest,
            NetIncome = netIncome,
            Depreciation = depreciation,
            OperatingCashFlow = operating,
            InvestingCashFlow = -depreciation,
            FinancingCashFlow = Whole(-operating * 0.2m),
        };
    }

    private string Opinion(decimal strength) => strength switch
    {
        < 0.15m => "QUALIFIED",
        < 0.3m => "EMPHASIS",
        _ => random.Next(4) == 0 ? "UNAUDITED" : "UNQUALIFIED",
    };

    private decimal Around(decimal spread) => 1 + spread * (2 * Chance() - 1);

    private decimal Chance() => (decimal)random.NextDouble();

    private static decimal Whole(decimal amount) => Math.Round(amount, 0);
}
