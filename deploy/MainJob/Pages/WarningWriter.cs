using System.Globalization;
using System.Text.Json;
using Risk.Monitoring.V1;
using Spectre.Console;

namespace Risk.MainJob.Pages;

/// <summary>Writes the open warnings: how many of what, and the worst with what is behind them.</summary>
internal sealed class WarningWriter(IAnsiConsole console)
{
    private const int WorstMax = 10;
    private const int EvidenceMax = 3;

    public void Write(IReadOnlyList<Warning> warnings)
    {
        var counts = PageTable.OfFigures(
            ("Open warnings", "未结预警"), ("rule", "规则"), ("notice", "提示"), ("attention", "关注"),
            ("serious", "严重"), ("critical", "危急"));
        foreach (var rule in warnings.GroupBy(w => w.Rule, StringComparer.Ordinal).OrderByDescending(g => g.Count()))
        {
            counts.AddRow(
                rule.Key, Count(rule, Severity.Notice), Count(rule, Severity.Attention), Count(rule, Severity.Serious),
                Count(rule, Severity.Critical));
        }

        console.Write(counts);
        var customers = warnings.Select(warning => warning.CustomerId).Distinct(StringComparer.Ordinal).Count();
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{warnings.Count:N0} warnings of {customers:N0} customers · "
            + $"{customers:N0} 个客户的 {warnings.Count:N0} 条预警"));
        if (warnings.Count == 0)
            return;
        var worst = PageTable.Of(
            ("The worst warnings", "最严重的预警"), ("severity", "级别"), ("customer", "客户"), ("warning", "预警"),
            ("behind it", "依据"));
        foreach (var warning in warnings.Take(WorstMax))
        {
            worst.AddRow(
                SeverityName(warning.Severity),
                Markup.Escape(warning.LegalName),
                Markup.Escape($"{warning.Text.En}\n{warning.Text.Zh}"),
                Markup.Escape(string.Join(
                    '\n', warning.Evidence.Take(EvidenceMax).Select(e => $"{e.Text.En} · {e.Text.Zh}"))));
        }

        console.Write(worst);
    }

    public static void Write(Utf8JsonWriter json, IReadOnlyList<Warning> warnings)
    {
        json.WriteStartObject("warnings");
        json.WriteNumber("open", warnings.Count);
        json.WriteNumber("customers", warnings.Select(w => w.CustomerId).Distinct(StringComparer.Ordinal).Count());
        json.WriteStartArray("byRule");
        foreach (var group in warnings.GroupBy(w => (w.Rule, w.Severity)).OrderByDescending(g => g.Key.Severity)
            .ThenBy(g => g.Key.Rule, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("rule", group.Key.Rule);
            json.WriteString("severity", group.Key.Severity.ToString());
            json.WriteNumber("warnings", group.Count());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("worst");
        foreach (var warning in warnings.Take(WorstMax))
            json.WriteRawValue(Google.Protobuf.JsonFormatter.Default.Format(warning));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string SeverityName(Severity severity) => severity switch
    {
        Severity.Notice => "notice 提示",
        Severity.Attention => "attention 关注",
        Severity.Serious => "serious 严重",
        Severity.Critical => "critical 危急",
        _ => "",
    };

    private static string Count(IEnumerable<Warning> warnings, Severity severity) =>
        warnings.Count(warning => warning.Severity == severity) is var count and > 0
            ? count.ToString("N0", CultureInfo.InvariantCulture)
            : "";
}
