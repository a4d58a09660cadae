using System.Globalization;
using Risk.Scoring.Ledger;
using Risk.ServiceDefaults.Requests;
using Risk.Types.V1;

namespace Risk.Scoring.Credit;

/// <summary>Checks what a caller wants to change of an account, and says all that is wrong with it.</summary>
internal static class AccountInput
{
    public static readonly IReadOnlyList<string> Fields =
    [
        "currency_code", "limit", "unlimited", "temporary_limit", "net_days_max", "riskiest_payment_method",
        "valid_until", "order_value_max", "forced_hold", "group_limit", "dunning_level",
    ];

    public static readonly IReadOnlyList<string> LimitFields =
        ["currency_code", "limit", "unlimited", "temporary_limit", "group_limit", "valid_until", "net_days_max"];

    private const decimal AmountMax = 999_999_999_999_999_999m;

    public static void Check(V1.ChangeCreditAccountRequest request, IReadOnlyList<string> mask, CreditAccount account)
    {
        var check = new InputCheck();
        var asked = request.CreditAccount;
        foreach (var field in mask.Where(f => !Fields.Contains(f)))
            check.That(false, "update_mask", new($"'{field}' cannot be changed", $"字段“{field}”不可修改"));
        check.That(mask.Count > 0, "update_mask", new("names no field", "未指定任何字段"));
        check.Reason(request.Reason);
        if (mask.Any(f => LimitFields.Contains(f) || f is "forced_hold"))
            check.Given(request.Reason, "reason");
        var currency = mask.Contains("currency_code") ? asked.CurrencyCode : account.CurrencyCode;
        check.That(IsCurrency(currency), "credit_account.currency_code", new(
            "is not an ISO 4217 code such as CNY", "不是 ISO 4217 货币代码，例如 CNY"));
        if (currency != account.CurrencyCode)
        {
            check.That(account.Terms.GroupLimit is null || mask.Contains("group_limit"), "credit_account.group_limit",
                new("a new currency needs a new limit of the group", "更改币种时必须同时给出新的集团额度"));
            check.That(account.OrderValueMax is null || mask.Contains("order_value_max"),
                "credit_account.order_value_max", new("a new currency needs a new highest value of an order",
                "更改币种时必须同时给出新的单笔订单上限"));
            check.That(mask.Contains("limit"), "credit_account.limit", new(
                "a new currency needs a new limit", "更改币种时必须同时给出新的额度"));
        }
        if (mask.Contains("limit"))
            CheckMoney(check, "credit_account.limit", asked.Limit, currency, least: 0);
        if (mask.Contains("order_value_max") && asked.OrderValueMax is not null)
            CheckMoney(check, "credit_account.order_value_max", asked.OrderValueMax, currency, least: 0.0001m);
        if (mask.Contains("group_limit") && asked.GroupLimit is not null)
            CheckMoney(check, "credit_account.group_limit", asked.GroupLimit, currency, least: 0);
        if (mask.Contains("dunning_level"))
        {
            check.That(asked.DunningLevel is >= 0 and <= 9, "credit_account.dunning_level", new(
                "must be from 0 to 9", "必须在 0 到 9 之间"));
        }
        if (mask.Contains("net_days_max") && asked.HasNetDaysMax)
        {
            check.That(asked.NetDaysMax is >= 0 and <= CreditAccount.NetDaysMost, "credit_account.net_days_max", new(
                "must be from 0 to 720", "必须在 0 到 720 之间"));
        }
        if (mask.Contains("valid_until") && asked.ValidUntil is not null)
            CheckDay(check, "credit_account.valid_until", asked.ValidUntil);
        if (mask.Contains("temporary_limit") && asked.TemporaryLimit is { } temporary)
            CheckTemporary(check, temporary, currency);
        check.ThrowIfAny();
    }

    public static LimitTerms Proposed(V1.CreditAccount asked, IReadOnlyList<string> mask, LimitTerms former)
    {
        var proposed = former with
        {
            Currency = mask.Contains("currency_code") ? asked.CurrencyCode : former.Currency,
            Limit = mask.Contains("limit") ? Amounts.ToDecimal(asked.Limit) : former.Limit,
            Unlimited = mask.Contains("unlimited") ? asked.Unlimited : former.Unlimited,
            GroupLimit = mask.Contains("group_limit")
                ? asked.GroupLimit is { } ofGroup ? Amounts.ToDecimal(ofGroup) : null
                : former.GroupLimit,
            ValidUntil = mask.Contains("valid_until") ? Amounts.ToDate(asked.ValidUntil) : former.ValidUntil,
            NetDaysMax = !mask.Contains("net_days_max") ? former.NetDaysMax
                : asked.HasNetDaysMax ? asked.NetDaysMax : null,
        };
        if (proposed.Currency != former.Currency && asked.OrderValueMax is { } max)
            proposed = proposed with { OrderValueMax = Amounts.ToDecimal(max) };
        if (proposed.Currency != former.Currency || mask.Contains("temporary_limit"))
            proposed = proposed with { TemporaryLimit = null, TemporaryFrom = null, TemporaryUntil = null };
        if (!mask.Contains("temporary_limit") || asked.TemporaryLimit is not { } temporary)
            return proposed;
        return proposed with
        {
            TemporaryLimit = Amounts.ToDecimal(temporary.Limit),
            TemporaryFrom = Amounts.ToDate(temporary.From),
            TemporaryUntil = Amounts.ToDate(temporary.Until),
        };
    }

    /// <summary>Whether the account gets another currency, and the highest value of an order with it.</summary>
    public static bool ChangesCurrency(V1.CreditAccount asked, IReadOnlyList<string> mask, CreditAccount account) =>
        mask.Contains("currency_code") && asked.CurrencyCode != account.CurrencyCode;

    public static bool IsCurrency(string code) => code.Length == 3 && code.All(char.IsAsciiLetterUpper);

    public static bool IsDay(Date? day) => day is not null && DateOnly.TryParseExact(
        day.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>Null when it is not an amount in plain notation with at most four decimals.</summary>
    public static decimal? AmountOf(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture, out var amount)
        && amount.Scale <= 4 && Math.Abs(amount) <= AmountMax ? amount : null;

    public static void CheckMoney(InputCheck check, string field, Money? money, string? currency, decimal least)
    {
        if (!check.That(money is not null, field, new("is required", "必填")))
            return;
        check.That(AmountOf(money!.Amount) >= least, field + ".amount", new(
            $"is not an amount of at least {least.ToString(CultureInfo.InvariantCulture)} with at most 4 decimals",
            $"必须是不小于 {least.ToString(CultureInfo.InvariantCulture)} 的金额，最多 4 位小数"));
        check.That(currency is null ? IsCurrency(money.CurrencyCode) : money.CurrencyCode == currency,
            field + ".currency_code", currency is null
                ? new("is not an ISO 4217 code such as CNY", "不是 ISO 4217 货币代码，例如 CNY")
                : new($"is not {currency}", $"不是 {currency}"));
    }

    private static void CheckDay(InputCheck check, string field, Date? day) =>
        check.That(IsDay(day), field, new("must be a day such as 2026-01-31", "必须是有效日期，例如 2026-01-31"));

    private static void CheckTemporary(InputCheck check, V1.TemporaryLimit temporary, string currency)
    {
        const string Field = "credit_account.temporary_limit";
        CheckMoney(check, Field + ".limit", temporary.Limit, currency, least: 0);
        CheckDay(check, Field + ".from", temporary.From);
        CheckDay(check, Field + ".until", temporary.Until);
        if (!check.Failed)
        {
            check.That(Amounts.ToDate(temporary.From) <= Amounts.ToDate(temporary.Until), Field + ".until",
                new("is before its first day", "早于起始日期"));
        }
    }
}
