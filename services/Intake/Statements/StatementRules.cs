using Risk.Intake.Rules;
using Risk.Intake.Values;

namespace Risk.Intake.Statements;

/// <summary>What holds for every financial statement.</summary>
internal static class StatementRules
{
    private const int PeriodMonthsMax = 18;
    private const decimal ToleratedShare = 0.01m;

    public static void Check(Statement statement, DateOnly today, Faults faults)
    {
        CheckPeriod(statement, today, faults);
        MoneyRules.CurrencyIsKnown(statement.CurrencyCode, "currency_code", faults);
        faults.That(statement.Scope == V1.StatementScope.Unspecified
            || ContractEnums.StatementScopes.Knows((int)statement.Scope), "scope", "UNKNOWN_SCOPE",
            new("is not a scope of a statement", "不是有效的报表口径"));
        faults.That(statement.AuditOpinion == V1.AuditOpinion.Unspecified
            || ContractEnums.AuditOpinions.Knows((int)statement.AuditOpinion), "audit_opinion", "UNKNOWN_OPINION",
            new("is not an audit opinion", "不是有效的审计意见"));
        faults.NoLongerThan(100, statement.Source, "source");
        foreach (var line in StatementLines.All)
            CheckLine(line, statement, faults);
        CheckBalance(statement, faults);
        CheckParts(statement, faults);
    }

    private static void CheckPeriod(Statement statement, DateOnly today, Faults faults)
    {
        var (start, end) = (statement.PeriodStart, statement.PeriodEnd);
        if (!faults.That(start != default, "period_start", "REQUIRED", new("is required", "必填"))
            | !faults.That(end != default, "period_end", "REQUIRED", new("is required", "必填")))
        {
            return;
        }
        if (faults.That(end > start, "period_end", "ENDS_BEFORE_IT_STARTS",
            new("is not after the first day", "不晚于期初日"), Dates.Write(end)))
        {
            // Eighteen months from 1 January end on 30 June of the following year.
            faults.That(end < start.AddMonths(PeriodMonthsMax), "period_end", "PERIOD_TOO_LONG", new(
                "is more than 18 months after the first day", "报表期间超过 18 个月"), Dates.Write(end));
        }
        faults.That(end <= today, "period_end", "IN_THE_FUTURE", new("is in the future", "日期在未来"), Dates.Write(end));
    }

    private static void CheckLine(StatementLine line, Statement statement, Faults faults)
    {
        if (line.Get(statement) is not { } value)
            return;
        faults.That(line.MayBeNegative || value >= 0, line.Path, "NEGATIVE",
            new("is negative", "不能为负数"), Decimals.Write(value));
        faults.That(Decimals.Fits(value, 20, 8), line.Path, "TOO_MANY_DIGITS", new(
            "has more than 20 digits before or 8 after the point", "整数位超过 20 位或小数位超过 8 位"), Decimals.Write(value));
    }

    private static void CheckBalance(Statement statement, Faults faults)
    {
        if (statement is not { TotalAssets: { } assets, TotalLiabilities: { } liabilities, Equity: { } equity })
            return;
        var difference = Math.Abs(assets - liabilities - equity);
        faults.That(difference <= Math.Abs(assets) * ToleratedShare, "balance_sheet.total_assets", "DOES_NOT_BALANCE",
            new(
            $"differs from liabilities plus equity by {Decimals.Write(difference)}, more than 1 %",
            $"与“负债和所有者权益总计”相差 {Decimals.Write(difference)}，超过 1%"), Decimals.Write(assets));
    }

    private static void CheckParts(Statement statement, Faults faults)
    {
        Within(statement.CurrentAssets, statement.TotalAssets, "balance_sheet.current_assets", faults);
        Within(statement.CurrentLiabilities, statement.TotalLiabilities, "balance_sheet.current_liabilities", faults);
        Within(statement.Cash, statement.CurrentAssets, "balance_sheet.cash", faults);
    }

    private static void Within(decimal? part, decimal? whole, string field, Faults faults)
    {
        if (part is { } known && whole is { } total)
        {
            faults.That(known <= total * (1 + ToleratedShare), field, "PART_ABOVE_WHOLE", new(
                "is above the total that contains it", "大于其所属合计数"), Decimals.Write(known));
        }
    }
}
