using System.Globalization;
using System.Text.Json;
using Risk.MainJob.Alerts;
using Spectre.Console;

namespace Risk.MainJob.Pages;

/// <summary>Writes the alerts that came by webhook: how many of what, and the gravest.</summary>
internal sealed class AlertWriter(IAnsiConsole console)
{
    private const int WorstMax = 10;
    private static readonly string[] Gravities = ["", "notice 提示", "attention 关注", "serious 严重", "critical 危急"];

    public void Write(AlertAccount alerts)
    {
        if (alerts.Refusal.Length > 0)
        {
            console.WriteLine(
                $"Alerts · 告警: {Count(alerts.Unresolved)} unresolved · 未解决; none is delivered here · 未送达: "
                + alerts.Refusal);
            return;
        }

        var counts = PageTable.Of(
            ("Alerts delivered by webhook", "已通过 webhook 送达的告警"), ("severity", "级别"), ("kind", "类型"),
            ("family", "类别"), ("alerts", "数量"));
        foreach (var (kind, family, gravity, count) in alerts.ByKind())
            counts.AddRow(Gravities[gravity], kind, family, Count(count));
        console.Write(counts);
        console.WriteLine(
            $"{Count(alerts.Delivered.Count)} alerts stand and {Count(alerts.Resolved)} were resolved meanwhile, "
            + $"told in {Count(alerts.Messages)} messages, signatures: "
            + $"{(alerts.Unverified == 0 ? "all verified" : $"{alerts.Unverified} WRONG")}; "
            + $"of the alerts that the suite lists {Count(alerts.Missing)} are missing");
        console.WriteLine(
            $"现存告警 {Count(alerts.Delivered.Count)} 条，其间已解决 {Count(alerts.Resolved)} 条，"
            + $"共收到消息 {Count(alerts.Messages)} 条，签名"
            + $"{(alerts.Unverified == 0 ? "全部验证通过" : $"有 {alerts.Unverified} 条错误")}；"
            + $"系统列出的告警中有 {Count(alerts.Missing)} 条未送达");
        WriteWorst(alerts);
    }

    public static void Write(Utf8JsonWriter json, AlertAccount alerts)
    {
        json.WriteStartObject("alerts");
        json.WriteString("refusal", alerts.Refusal);
        json.WriteNumber("unresolved", alerts.Unresolved);
        json.WriteNumber("delivered", alerts.Delivered.Count);
        json.WriteNumber("resolvedMeanwhile", alerts.Resolved);
        json.WriteNumber("messages", alerts.Messages);
        json.WriteNumber("missing", alerts.Missing);
        json.WriteBoolean("allVerified", alerts.Unverified == 0);
        json.WriteStartArray("byKind");
        foreach (var (kind, family, gravity, count) in alerts.ByKind())
        {
            json.WriteStartObject();
            json.WriteString("kind", kind);
            json.WriteString("family", family);
            json.WriteNumber("gravity", gravity);
            json.WriteNumber("alerts", count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("worst");
        foreach (var alert in alerts.Delivered.Take(WorstMax))
            JsonSerializer.Serialize(json, alert, JsonSerializerOptions.Web);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteWorst(AlertAccount alerts)
    {
        if (alerts.Delivered.Count == 0)
            return;
        var table = PageTable.Of(
            ("The gravest of them", "其中最严重的"), ("severity", "级别"), ("customer", "客户"), ("alert", "告警"),
            ("owner", "负责人"), ("due (UTC)", "时限 (UTC)"));
        foreach (var alert in alerts.Delivered.Take(WorstMax))
        {
            table.AddRow(
                Gravities[alert.Gravity],
                Markup.Escape(alert.LegalName),
                Markup.Escape($"{alert.Text.En}\n{alert.Text.Zh}"),
                Markup.Escape(alert.Owner),
                alert.DueAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        }

        console.Write(table);
    }

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
