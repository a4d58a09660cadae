using Risk.Intake.Rules;
using Risk.Intake.Values;

namespace Risk.Intake.Statements;

/// <summary>A statement as the contract shows it, and back.</summary>
internal static class StatementContract
{
    public static V1.Statement ToContract(this Statement s) => new()
    {
        StatementId = s.StatementId.ToString(),
        CustomerId = s.CustomerId.ToString(),
        PeriodStart = Values.ToContract.Day(s.PeriodStart),
        PeriodEnd = Values.ToContract.Day(s.PeriodEnd),
        CurrencyCode = s.CurrencyCode,
        Scope = s.Scope,
        AuditOpinion = s.AuditOpinion,
        Source = s.Source,
        RecordedAt = Values.ToContract.Time(s.RecordedAt),
        RecordedBy = s.RecordedBy,
        SupersedesStatementId = s.SupersedesStatementId?.ToString() ?? "",
        BalanceSheet = new()
        {
            Cash = Values.ToContract.Number(s.Cash),
            Receivables = Values.ToContract.Number(s.Receivables),
            Inventory = Values.ToContract.Number(s.Inventory),
            CurrentAssets = Values.ToContract.Number(s.CurrentAssets),
            TotalAssets = Values.ToContract.Number(s.TotalAssets),
            Payables = Values.ToContract.Number(s.Payables),
            CurrentLiabilities = Values.ToContract.Number(s.CurrentLiabilities),
            TotalLiabilities = Values.ToContract.Number(s.TotalLiabilities),
            RetainedEarnings = Values.ToContract.Number(s.RetainedEarnings),
            Equity = Values.ToContract.Number(s.Equity),
            MarketValueOfEquity = Values.ToContract.Number(s.MarketValueOfEquity),
        },
        IncomeStatement = new()
        {
            Revenue = Values.ToContract.Number(s.Revenue),
            CostOfSales = Values.ToContract.Number(s.CostOfSales),
            Ebit = Values.ToContract.Number(s.Ebit),
            InterestExpense = Values.ToContract.Number(s.InterestExpense),
            NetIncome = Values.ToContract.Number(s.NetIncome),
            Depreciation = Values.ToContract.Number(s.Depreciation),
        },
        CashFlow = new()
        {
            Operating = Values.ToContract.Number(s.OperatingCashFlow),
            Investing = Values.ToContract.Number(s.InvestingCashFlow),
            Financing = Values.ToContract.Number(s.FinancingCashFlow),
        },
    };

    /// <summary>Reads what a caller files; what cannot be read is a fault.</summary>
    public static Statement Read(V1.Statement given, Guid id, Faults faults)
    {
        var read = new Statement
        {
            StatementId = id,
            PeriodStart = FromContract.Day(given.PeriodStart, "period_start", faults) ?? default,
            PeriodEnd = FromContract.Day(given.PeriodEnd, "period_end", faults) ?? default,
            CurrencyCode = given.CurrencyCode,
            Scope = given.Scope == V1.StatementScope.Unspecified ? V1.StatementScope.Company : given.Scope,
            AuditOpinion = given.AuditOpinion,
            Source = given.Source,
        };
        foreach (var line in StatementLines.All)
            line.Set(read, FromContract.Number(Given(given, line), line.Path, faults));
        return read;
    }

    /// <summary>Whether two statements say the same.</summary>
    public static bool SaysTheSame(this Statement a, Statement b) =>
        (a.PeriodStart, a.PeriodEnd, a.CurrencyCode, a.Scope, a.AuditOpinion, a.Source)
            == (b.PeriodStart, b.PeriodEnd, b.CurrencyCode, b.Scope, b.AuditOpinion, b.Source)
        && StatementLines.All.All(line => line.Get(a) == line.Get(b));

    private static Types.V1.Decimal? Given(V1.Statement statement, StatementLine line)
    {
        var parts = line.Path.Split('.');
        var section = V1.Statement.Descriptor.FindFieldByName(parts[0]);
        return section.Accessor.GetValue(statement) is Google.Protobuf.IMessage lines
            ? (Types.V1.Decimal?)section.MessageType.FindFieldByName(parts[1]).Accessor.GetValue(lines)
            : null;
    }
}
