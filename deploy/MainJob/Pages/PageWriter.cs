using System.Globalization;
using Risk.MainJob.Steps;
using Risk.Scoring.V1;
using Spectre.Console;

namespace Risk.MainJob.Pages;

/// <summary>Writes the final page as tables.</summary>
internal sealed class PageWriter(IAnsiConsole console)
{
    public void Write(PortfolioPage page)
    {
        console.WriteLine();
        var day = page.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        console.Write(new Rule($"[bold]Portfolio on {day} · {day} 的客户组合[/]"));
        WriteImports(page);
        WriteGrades(page);
        WriteExposure(page);
        WriteAgeing(page);
        WriteOrders(page);
        if (page.Held is { } held)
            new HoldWriter(console).Write(held);
        new WarningWriter(console).Write(page.Warnings);
        new AlertWriter(console).Write(page.Alerts);
        foreach (var (service, audit) in page.Audits)
        {
            console.WriteLine(
                $"Audit chain of {service} · 审计链: {(audit.Intact ? "intact 完整" : "BROKEN 已断裂")}, " +
                $"{Count(audit.EntriesVerified)} entries verified against {Count(audit.HeadsProved)} signed heads, " +
                $"{Count(audit.UnsealedEntries)} not sealed yet");
        }

        console.WriteLine($"Done in · 用时 {page.Seconds.ToString("0.0", CultureInfo.InvariantCulture)} s");
    }

    private void WriteImports(PortfolioPage page)
    {
        var table = PageTable.OfFigures(
            ("Imports", "导入"), ("file", "文件"), ("mapping", "映射"), ("rows", "行"), ("recorded", "已录入"),
            ("repeated", "重复"), ("refused", "被拒"), ("customers", "客户"), ("statements", "报表"),
            ("documents", "单据"));
        foreach (var import in page.Imports.Select(answer => answer.Import))
        {
            table.AddRow(
                Markup.Escape(import.FileName), import.Mapping, Count(import.RowsRead), Count(import.RowsRecorded),
                Count(import.RowsRepeated), Count(import.RowsRefused), Count(import.CustomersRegistered),
                Count(import.StatementsFiled), Count(import.DocumentsRecorded));
        }

        console.Write(table);
        foreach (var import in page.Imports.Select(i => i.Import).Where(i => i.State != Intake.V1.ImportState.Done))
        {
            console.MarkupLineInterpolated(
                $"  [red]{import.FileName} was not imported to its end[/]: {import.Failure}");
        }

        foreach (var refused in page.Imports.SelectMany(answer => answer.RefusedRows).Take(10))
            console.WriteLine($"  line {Count(refused.Line)}, {refused.Field}: {refused.Reason} ({refused.Value})");
    }

    private void WriteGrades(PortfolioPage page)
    {
        var currencies = page.ByCurrency().Select(row => row.CurrencyCode).ToArray();
        var table = PageTable.OfFigures(
            ("Portfolio by grade", "按信用等级的组合"),
            [
                ("grade", "信用等级"), ("customers", "客户"), ("mean model PD", "模型平均违约概率"),
                .. currencies.Select(code => new Text($"exposure {code}", $"敞口 {code}")),
            ]);
        foreach (var row in page.ByGrade())
        {
            table.AddRow(
            [
                GradeName(row.Grade), Count(row.Customers),
                (row.MeanProbabilityOfDefault * 100).ToString("0.00", CultureInfo.InvariantCulture) + " %",
                .. currencies.Select(code => Amount(row.ExposureByCurrency.GetValueOrDefault(code))),
            ]);
        }

        console.Write(table);
    }

    private void WriteExposure(PortfolioPage page)
    {
        var table = PageTable.OfFigures(
            ("Exposure by stage, before the orders below", "各阶段敞口，不含下列订单"), ("currency", "币种"),
            ("reserved", "预留"), ("open orders", "未交订单"), ("delivered", "已交未开票"), ("receivable", "应收"),
            ("drafts", "汇票"), ("unallocated", "未核销款"), ("total", "合计"), ("billed, by documents", "按单据计的已开票"),
            ("equal", "相符"));
        foreach (var row in page.ByCurrency())
        {
            table.AddRow(
                row.CurrencyCode, Amount(row.Reserved), Amount(row.OpenOrders), Amount(row.Delivered),
                Amount(row.Receivable), Amount(row.Drafts), Amount(row.Unallocated), Amount(row.Total),
                Amount(row.OpenByDocuments),
                row.Reconciled ? "yes 是" : "[red]NO 否[/]");
        }

        console.Write(table);
    }

    private void WriteAgeing(PortfolioPage page)
    {
        var table = PageTable.OfFigures(
            ("Ageing of receivables", "应收账款账龄"), ("currency", "币种"), ("items", "笔数"), ("not due", "未到期"),
            ("1–30 days", "1–30 天"), ("31–60", ""), ("61–90", ""), ("over 90", "90 天以上"));
        foreach (var row in page.Ageings())
        {
            table.AddRow(
                row.CurrencyCode, Count(row.OpenItems), Amount(row.NotDue), Amount(row.Days1To30),
                Amount(row.Days31To60), Amount(row.Days61To90), Amount(row.DaysOver90));
        }

        console.Write(table);
    }

    private void WriteOrders(PortfolioPage page)
    {
        var table = PageTable.OfFigures(
            ("Orders checked", "已检查的订单"), ("outcome", "结论"), ("orders", "订单"), ("first reason", "首要理由"));
        var groups = page.Orders.GroupBy(FirstReason);
        foreach (var group in groups.OrderBy(g => g.Key.Outcome).ThenByDescending(g => g.Count()))
            table.AddRow(OutcomeName(group.Key.Outcome), Count(group.Count()), group.Key.Reason);
        console.Write(table);
    }

    private static (OrderOutcome Outcome, string Reason) FirstReason(CheckedOrder order) =>
        (order.Verdict.Outcome,
            order.Verdict.Checks.FirstOrDefault(check => check.Reason.Length > 0)?.Reason ?? "");

    private static string OutcomeName(OrderOutcome outcome) => outcome switch
    {
        OrderOutcome.Approved => "approved 通过",
        OrderOutcome.Held => "held 冻结",
        OrderOutcome.Rejected => "rejected 拒绝",
        OrderOutcome.NotEvaluated => "not evaluated 未评估",
        _ => outcome.ToString(),
    };

    public static string GradeName(Grade grade) =>
        grade == Grade.Unspecified ? "not graded 无信用等级" : grade.ToString().ToUpperInvariant();

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Amount(decimal amount) => amount.ToString("N2", CultureInfo.InvariantCulture);
}
