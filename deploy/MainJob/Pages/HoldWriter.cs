using Risk.MainJob.Steps;
using Risk.Scoring.V1;
using Spectre.Console;

namespace Risk.MainJob.Pages;

/// <summary>Writes one held order: every check, the reasons in both languages, and what would let it pass.</summary>
internal sealed class HoldWriter(IAnsiConsole console)
{
    public void Write(CheckedOrder held)
    {
        var amount = $"{held.Amount.Amount} {held.Amount.CurrencyCode}";
        console.Write(new Rule($"[bold]A held order · 一张被冻结的订单[/]: {Markup.Escape(held.Account.LegalName)}, {amount}"));
        console.MarkupLineInterpolated(
            $"Grade · 信用等级 {PageWriter.GradeName(held.Account.Grade)}, verdict · 结论 {held.Verdict.VerdictId}");
        var table = new Table().Border(TableBorder.Rounded).Expand();
        table.AddColumns("check\n检查", "outcome\n结果", "seen\n实际", "allowed\n允许", "reason\n理由");
        foreach (var check in held.Verdict.Checks.Where(check => check.Outcome != CheckOutcome.NotApplicable))
        {
            table.AddRow(
                check.Check.ToString(),
                check.Outcome == CheckOutcome.Failed ? "[red]failed 未通过[/]" : "passed 通过",
                Markup.Escape(check.Input),
                Markup.Escape(check.Threshold),
                Markup.Escape(check.Text is { } text ? $"{text.En}\n{text.Zh}" : ""));
        }

        console.Write(table);
        foreach (var remedy in held.Verdict.Remedies)
            console.MarkupLineInterpolated($"  [green]►[/] {remedy.Text.En}  ·  {remedy.Text.Zh}");
        console.WriteLine();
    }
}
