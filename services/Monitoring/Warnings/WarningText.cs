using System.Globalization;
using Risk.Monitoring.Indicators;
using Risk.Monitoring.Receivables;
using Risk.ServiceDefaults.Requests;

namespace Risk.Monitoring.Warnings;

/// <summary>Values, warnings and documents in words.</summary>
internal static class WarningText
{
    public static Text Of(WarningRule rule, Reading reading)
    {
        var value = Value(reading.Now!.Value, reading.Unit);
        var rise = reading.Rise is { } risen ? Value(risen, reading.Unit) : value;
        return new(
            rule.Text.En.Replace("{value}", value.En, StringComparison.Ordinal)
                .Replace("{rise}", rise.En, StringComparison.Ordinal),
            rule.Text.Zh.Replace("{value}", value.Zh, StringComparison.Ordinal)
                .Replace("{rise}", rise.Zh, StringComparison.Ordinal));
    }

    public static Text Value(decimal value, string unit) => unit switch
    {
        "ratio" => Same(Number(value * 100, "0.##") + " %", Number(value * 100, "0.##") + " %"),
        "days" => Counted(value, "day", "天"),
        "notches" => Counted(value, "notch", "级", "notches"),
        "times" => Same(Number(value, "#,##0.0") + " times", Number(value, "#,##0.0") + " 倍"),
        "count" => Same(Number(value, "0.##"), Number(value, "0.##")),
        _ => Same(Number(value, "#,##0.00") + " " + unit, Number(value, "#,##0.00") + " " + unit),
    };

    /// <summary>What an indicator shows against the level at which the rule raises.</summary>
    public static Text Compared(Judgement judgement, decimal known, Reading reading)
    {
        var name = reading.Indicator.Text;
        var value = Value(known, reading.Unit);
        var level = Value(judgement.Level.RaiseAt, reading.Unit);
        var what = judgement.Rule.Measure == Measure.Value
            ? Same("", "")
            : Same(", rise within 30 days", "（30 天内上升）");
        return Same(
            $"{name.En}{what.En}: {value.En}, raised at {level.En}",
            $"{name.Zh}{what.Zh}：{value.Zh}，预警线 {level.Zh}");
    }

    /// <summary>That an indicator is not known any more.</summary>
    public static Text Unknown(Reading reading, DateOnly since)
    {
        var name = reading.Indicator.Text;
        return Same($"{name.En}: not known since {Day(since)}", $"{name.Zh}：自 {Day(since)} 起未知");
    }

    public static Text Overdue(Receivable item, DateOnly today)
    {
        var (amount, days) = (Value(item.OpenAmount, item.Currency), Late(item, today));
        return Same(
            $"{Named(item)}: {amount.En} unpaid, due on {Day(item.DueOn)}, {days.En} past due",
            $"{Named(item)}：未付 {amount.Zh}，到期日 {Day(item.DueOn)}，逾期 {days.Zh}");
    }

    public static Text Disputed(Receivable item)
    {
        var (disputed, amount) = (Value(item.DisputedAmount, item.Currency), Value(item.OpenAmount, item.Currency));
        return Same(
            $"{Named(item)}: {disputed.En} of {amount.En} unpaid is disputed",
            $"{Named(item)}：未付 {amount.Zh}，其中 {disputed.Zh} 存在争议");
    }

    private static string Named(Receivable item) => item.Part switch
    {
        BookPart.Whole => item.ExternalId,
        BookPart.Retention => item.ExternalId + " (质保金 retention)",
        var part => string.Create(CultureInfo.InvariantCulture,
            $"{item.ExternalId} (第 {part - BookPart.Retention} 期 instalment {part - BookPart.Retention})"),
    };

    private static Text Late(Receivable item, DateOnly today) =>
        Value(Math.Max(0, today.DayNumber - item.DueOn.DayNumber), "days");

    private static Text Counted(decimal value, string one, string zh, string? many = null)
    {
        var number = Number(value, "0.#");
        return Same($"{number} {(Math.Abs(value) == 1 ? one : many ?? one + "s")}", $"{number} {zh}");
    }

    private static Text Same(string en, string zh) => new(en, zh);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(decimal value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
