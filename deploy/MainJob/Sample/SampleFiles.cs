using System.Globalization;
using System.Text;

namespace Risk.MainJob.Sample;

/// <summary>The sample portfolio as three files in the portable shape, as a seller's own system exports it.</summary>
internal sealed record SampleFiles(DirectoryInfo Folder, IReadOnlyList<FileToImport> Files)
{
    private const string CustomerColumns =
        "system,id,legal_name,identifiers,country,region,isic_section,gbt4754_code,incorporated_on,headcount,segment," +
        "salesperson,status,customer_since,satisfaction,legal_records";

    private const string StatementColumns =
        "system,customer,period_start,period_end,currency,audit_opinion,cash,receivables,inventory,current_assets," +
        "total_assets,payables,current_liabilities,total_liabilities,retained_earnings,equity,revenue,cost_of_sales," +
        "ebit,interest_expense,net_income,depreciation,operating_cash_flow,investing_cash_flow,financing_cash_flow";

    private const string DocumentColumns =
        "system,customer,kind,id,issued_on,due_on,currency,amount,net_days,end_of_month,links";

    private const string SystemName = "sample-erp";

    /// <summary>Makes the portfolio from its seed and writes the files.</summary>
    public static SampleFiles Write(JobSettings settings, DirectoryInfo folder)
    {
        var companies = new Companies(settings.Seed, settings.AsOf).Make(settings.Companies);
        var random = new Random(settings.Seed + 1);
        var statements = companies.SelectMany(company => new FinancialStatements(company, random).Years(settings.AsOf));
        var documents = companies
            .SelectMany(company => new TradeHistory(company, settings.AsOf, random).Play())
            .OrderBy(document => document.IssuedOn);
        return new(folder,
        [
            new(Csv(folder, "customers.csv", CustomerColumns, companies.Select(Line)), "customers"),
            new(Csv(folder, "statements.csv", StatementColumns, statements.Select(Line)), "statements"),
            new(Csv(folder, "documents.csv", DocumentColumns, documents.Select(Line)), "documents"),
        ]);
    }

    private static FileInfo Csv(DirectoryInfo folder, string name, string header, IEnumerable<string> lines)
    {
        var file = new FileInfo(Path.Combine(folder.FullName, name));
        File.WriteAllLines(file.FullName, lines.Prepend(header), new UTF8Encoding(false));
        file.Refresh();
        return file;
    }

    private static string Line(Company company) => Join(
        SystemName, company.Number, company.LegalName, $"{company.IdentifierScheme}:{company.Identifier}",
        company.CountryCode, company.Region, company.Industry.Isic, company.Industry.Gbt4754,
            Day(company.IncorporatedOn),
        company.Headcount, company.Segment, company.Salesperson, "ACTIVE", Day(company.CustomerSince),
            company.Satisfaction,
        company.LegalRecords);

    private static string Line(FinancialStatement s) => Join(
        SystemName, s.CustomerNumber, Day(new(s.Year, 1, 1)), Day(new(s.Year, 12, 31)), s.Currency, s.AuditOpinion,
        s.Cash, s.Receivables, s.Inventory, s.CurrentAssets, s.TotalAssets, s.Payables, s.CurrentLiabilities,
        s.TotalLiabilities, s.RetainedEarnings, s.Equity, s.Revenue, s.CostOfSales, s.Ebit, s.InterestExpense,
        s.NetIncome, s.Depreciation, s.OperatingCashFlow, s.InvestingCashFlow, s.FinancingCashFlow);

    private static string Line(TradeDocument document) => Join(
        SystemName, document.CustomerNumber, document.Kind, document.Number, Day(document.IssuedOn),
        document.DueOn is { } due ? Day(due) : "", document.Currency, document.Amount,
        document.Terms?.NetDays ?? (object)"",
        document.Terms is { } terms ? (terms.EndOfMonth ? "true" : "false") : "",
        string.Join("; ", document.Links.Select(Link)));

    private static string Link(TradeLink link) => link.Amount is { } amount
        ? string.Create(CultureInfo.InvariantCulture, $"{link.Kind}:{link.Number}={amount}")
        : $"{link.Kind}:{link.Number}";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Join(params object[] values) => string.Join(',', values.Select(value =>
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return text.AsSpan().IndexOfAny(",\"\n") < 0
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }));
}
