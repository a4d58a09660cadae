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
        console.Write(new Rule($"[bold]Portfolio on {day}[/]"));
        WriteImports(page);
        WriteGrades(page);
        WriteExposure(page);
        WriteAgeing(page);
        WriteOrders(page);
        if (page.Held is { } held)
        {
            new HoldWriter(console).Write(held);
        }

        new WarningWriter(console).Write(page.Warnings);
        new AlertWriter(console).Write(page.Alerts);
        foreach (var (service, audit) in page.Audits)
        {
            console.WriteLine(
                $"Audit chain of {service}: {(audit.Intact ? "intact" : "BROKEN")}, " +
                $"{Count(audit.EntriesVerified)} entries verified against {Count(audit.HeadsProved)} signed heads, " +
                $"{Count(audit.UnsealedEntries)} not sealed yet");
        }

        console.WriteLine($"Done in {page.Seconds.ToString("0.0", CultureInfo.InvariantCulture)} s");
    }

    private void WriteImports(PortfolioPage page)
    {
        var table = New(
            "Imports", "file", "mapping", "rows", "recorded", "repeated", "refused", "customers", "statements",
            "documents");
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
        {
            console.WriteLine($"  line {Count(refused.Line)}, {refused.Field}: {refused.Reason} ({refused.Value})");
        }
    }

    private void WriteGrades(PortfolioPage page)
    {
        var currencies = page.ByCurrency().Select(row => row.CurrencyCode).ToArray();
        var table = New(
            "Portfolio by grade",
                ["grade", "customers", "mean model PD", .. currencies.Select(code => $"exposure {code}")]);
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
        var table = New(
            "Exposure by stage, before the orders below", "currency", "reserved", "open orders", "delivered",
                "receivable", "drafts",
            "unallocated", "total", "billed, by documents", "equal");
        foreach (var row in page.ByCurrency())
        {
            table.AddRow(
                row.CurrencyCode, Amount(row.Reserved), Amount(row.OpenOrders), Amount(row.Delivered),
                Amount(row.Receivable), Amount(row.Drafts), Amount(row.Unallocated), Amount(row.Total),
                Amount(row.OpenByDocuments),
                row.Reconciled ? "yes" : "[red]NO[/]");
        }

        console.Write(table);
    }

    private void WriteAgeing(PortfolioPage page)
    {
        var table = New(
            "Ageing of receivables", "currency", "items", "not due", "1–30 days", "31–60", "61–90", "over 90");
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
        var table = New("Orders checked", "outcome", "orders", "first reason");
        var groups = page.Orders.GroupBy(FirstReason);
        foreach (var group in groups.OrderBy(g => g.Key.Outcome).ThenByDescending(g => g.Count()))
        {
            table.AddRow(group.Key.Outcome.ToString(), Count(group.Count()), group.Key.Reason);
        }

        console.Write(table);
    }

    private static (OrderOutcome Outcome, string Reason) FirstReason(CheckedOrder order) =>
        (order.Verdict.Outcome,
            order.Verdict.Checks.FirstOrDefault(check => check.Reason.Length > 0)?.Reason ?? "");

    private static Table New(string title, params string[] columns)
    {
        var table = new Table().Title($"[bold]{title}[/]").Border(TableBorder.Rounded).Expand();
        foreach (var (column, index) in columns.Select((column, index) => (column, index)))
        {
            var header = new TableColumn(column);
            table.AddColumn(index == 0 ? header : header.RightAligned());
        }

        return table;
    }

    public static string GradeName(Grade grade) =>
        grade == Grade.Unspecified ? "not graded" : grade.ToString().ToUpperInvariant();

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Amount(decimal amount) => amount.ToString("N2", CultureInfo.InvariantCulture);
}
