using Google.Protobuf.Reflection;
using Risk.Scoring.Credit;
using Risk.Scoring.Reservations;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Policies;

/// <summary>Checks rules that somebody proposes, and says all that is wrong with them.</summary>
internal static class PolicyInput
{
    private const int ScopedRulesMax = 1_000;
    private const int CapsMax = 1_000;

    public static void Check(InputCheck check, string field, V1.PolicyRules rules)
    {
        check.That(AccountInput.IsCurrency(rules.CurrencyCode), field + ".currency_code", new(
            "is not an ISO 4217 code such as CNY", "不是 ISO 4217 货币代码，例如 CNY"));
        check.That(rules.CurrencyFactors.Count <= 200
            && rules.CurrencyFactors.All(f => AccountInput.IsCurrency(f.CurrencyCode) && Number(f.Factor) > 0)
            && rules.CurrencyFactors.Select(f => f.CurrencyCode).Distinct().Count() == rules.CurrencyFactors.Count,
            field + ".currency_factors", new(
            "gives a currency twice, a wrong code, or a factor that is not above 0", "币种重复、代码有误，或系数不大于 0"));
        Amount(check, field + ".overdue_amount_min", rules.OverdueAmountMin);
        check.That(rules.ReservationSeconds is >= 1 and <= Reservation.SecondsMax, field + ".reservation_seconds", new(
            "must be from 1 to 86,400", "必须在 1 到 86,400 之间"));
        Share(check, field + ".release_deviation", rules.ReleaseDeviation);
        Days(check, field + ".release_days_max", rules.ReleaseDaysMax);
        Days(check, field + ".order_horizon_days", rules.OrderHorizonDays);
        check.That(rules.Grades.Any(g => g.Grade == V1.Grade.Unspecified)
            && rules.Grades.Select(g => g.Grade).Distinct().Count() == rules.Grades.Count, field + ".grades", new(
            "lacks the row without a grade, or gives a grade twice", "缺少无信用等级客户的规则，或信用等级重复"));
        CheckCaps(check, field, rules);
        check.That(Enum.IsDefined(rules.LimitCombination), field + ".limit_combination", new(
            "is not a combination", "不是有效的组合方式"));
        check.That(rules.CreditReferenceMonthsMax is >= 0 and <= 120, field + ".credit_reference_months_max", new(
            "must be from 0 to 120", "必须在 0 到 120 之间"));
        for (var i = 0; i < rules.Grades.Count; i++)
        {
            check.That(rules.Grades[i].GradeAtLeast == V1.Grade.Unspecified,
                $"{field}.grades[{i}].grade_at_least", OnlyForGrade);
            Check(check, $"{field}.grades[{i}]", rules.Grades[i]);
        }
        check.That(rules.ScopedRules.Count <= ScopedRulesMax, field + ".scoped_rules", new(
            $"are more than {ScopedRulesMax}", $"超过 {ScopedRulesMax} 条"));
        for (var i = 0; i < Math.Min(rules.ScopedRules.Count, ScopedRulesMax); i++)
            Check(check, $"{field}.scoped_rules[{i}]", rules.ScopedRules[i]);
    }

    private static void CheckCaps(InputCheck check, string field, V1.PolicyRules rules)
    {
        Amount(check, field + ".portfolio_amount_min", rules.PortfolioAmountMin);
        check.That(rules.PortfolioAgeSecondsMax is 0 or (>= 10 and <= 86_400), field + ".portfolio_age_seconds_max",
            new("must be 0, or from 10 to 86,400", "必须为 0，或在 10 到 86,400 之间"));
        check.That(rules.ConcentrationCaps.Count <= CapsMax
            && rules.ConcentrationCaps.GroupBy(c => (c.Dimension, c.Value)).All(same => same.Count() == 1),
            field + ".concentration_caps", new($"are more than {CapsMax}, or give one twice", $"超过 {CapsMax} 条，或有重复"));
        for (var i = 0; i < Math.Min(rules.ConcentrationCaps.Count, CapsMax); i++)
        {
            var (cap, name) = (rules.ConcentrationCaps[i], $"{field}.concentration_caps[{i}]");
            check.That(cap.Dimension != default && Enum.IsDefined(cap.Dimension), name + ".dimension", new(
                "is not a dimension", "不是有效的集中度维度"));
            check.That(cap.ShareMax is not null || cap.AmountMax is not null, name, new(
                "gives neither a share nor an amount", "必须给出占比或金额上限"));
            Share(check, name + ".share_max", cap.ShareMax);
            Amount(check, name + ".amount_max", cap.AmountMax);
            check.NoLongerThan(128, cap.Value, name + ".value");
            check.That(cap.Value.Length == 0 || cap.Dimension > V1.ConcentrationDimension.Group
                || (Guid.TryParseExact(cap.Value, "D", out var id) && id.ToString() == cap.Value),
                name + ".value", NoId);
        }
    }

    private static void Check(InputCheck check, string field, V1.ScopedRule rule)
    {
        check.That(rule.Check > V1.OrderCheck.ReleasedDocument && Enum.IsDefined(rule.Check), field + ".check", new(
            "is not a check from the limit on", "不是额度检查及其之后的检查项"));
        string[] scopes = [rule.CustomerId, rule.GroupId, rule.Segment];
        var named = scopes.Count(s => s.Length > 0);
        check.That(named <= 1, field, new(
            "names more than one of customer, group and segment", "客户、集团、细分只能指定其一"));
        check.That(!rule.Exclude || named == 1, field + ".exclude", new(
            "excludes a check for all customers", "不得对所有客户排除检查项"));
        check.That(rule.CustomerId.Length == 0 || Guid.TryParse(rule.CustomerId, out _), field + ".customer_id", NoId);
        check.That(rule.GroupId.Length == 0 || Guid.TryParse(rule.GroupId, out _), field + ".group_id", NoId);
        check.NoLongerThan(64, rule.Segment, field + ".segment");
        check.That(rule.Exclude != (rule.Thresholds is not null), field + ".thresholds", new(
            "must be given unless the check is excluded, and only then not", "未排除检查项时必填，排除时不得填写"));
        if (rule.Thresholds is not { } thresholds)
            return;
        var own = OwnOf(rule.Check);
        if (own is [])
        {
            check.That(false, field + ".thresholds", new(
                "this check compares nothing of them; it can only be excluded", "该检查项不使用这些阈值，只能被排除"));
        }
        foreach (var name in own.Where(name => !IsSet(thresholds, name)))
        {
            check.That(false, $"{field}.thresholds.{name}", new(
                "is required: it is what this check compares", "必填：该检查项以此为阈值"));
        }
        check.That(rule.Check == V1.OrderCheck.Grade || thresholds.GradeAtLeast == V1.Grade.Unspecified,
            field + ".thresholds.grade_at_least", OnlyForGrade);
        Check(check, field + ".thresholds", thresholds);
    }

    /// <summary>
    /// What the check compares. A rule that left it open would switch the check off; days of grace may be 0.
    /// </summary>
    private static string[] OwnOf(V1.OrderCheck check) => check switch
    {
        V1.OrderCheck.OrderValue => ["order_value_max"],
        V1.OrderCheck.LimitExpired => ["limit_grace_days"],
        V1.OrderCheck.Terms => ["net_days_max"],
        V1.OrderCheck.OldestOverdue => ["oldest_overdue_days_max"],
        V1.OrderCheck.OverdueShare => ["overdue_share_max"],
        V1.OrderCheck.OverdueAndUtilisation => ["overdue_amount_max", "overdue_utilisation_max"],
        V1.OrderCheck.DunningLevel => ["dunning_level_max"],
        V1.OrderCheck.PaymentIndex => ["payment_index_min"],
        V1.OrderCheck.Grade => ["grade_at_least"],
        V1.OrderCheck.Cover => ["cover_grace_days"],
        _ => [],
    };

    private static bool IsSet(V1.GradeRules thresholds, string name)
    {
        var field = V1.GradeRules.Descriptor.FindFieldByName(name);
        return field.FieldType == FieldType.Enum ? thresholds.GradeAtLeast != V1.Grade.Unspecified
            : !field.HasPresence || field.Accessor.HasValue(thresholds);
    }

    private static Text OnlyForGrade { get; } = new(
        "is given only in a scoped rule of the check of the grade", "只能在信用等级检查的特定规则中给出");

    private static void Check(InputCheck check, string field, V1.GradeRules rules)
    {
        Days(check, field + ".limit_grace_days", rules.LimitGraceDays);
        if (rules.HasOldestOverdueDaysMax)
            Days(check, field + ".oldest_overdue_days_max", rules.OldestOverdueDaysMax);
        Share(check, field + ".overdue_share_max", rules.OverdueShareMax);
        Amount(check, field + ".overdue_amount_max", rules.OverdueAmountMax);
        Amount(check, field + ".overdue_utilisation_max", rules.OverdueUtilisationMax);
        Amount(check, field + ".payment_index_min", rules.PaymentIndexMin);
        check.That(rules.DunningLevelMax is >= 0 and <= 9, field + ".dunning_level_max", new(
            "must be from 0 to 9", "必须在 0 到 9 之间"));
        Days(check, field + ".cover_grace_days", rules.CoverGraceDays);
        Amount(check, field + ".order_value_max", rules.OrderValueMax);
        check.That(rules.NetDaysMax is >= 0 and <= CreditAccount.NetDaysMost, field + ".net_days_max", new(
            "must be from 0 to 720", "必须在 0 到 720 之间"));
        check.That(Enum.IsDefined(rules.GradeAtLeast), field + ".grade_at_least", new(
            "is not a grade", "不是有效的信用等级"));
        check.That(rules.LimitFactor is null || Number(rules.LimitFactor) is >= 0 and <= 10, field + ".limit_factor",
            new("is not a number from 0 to 10", "不是 0 到 10 之间的数字"));
        Amount(check, field + ".limit_max", rules.LimitMax);
        check.That(rules.NetDaysGranted is >= 0 and <= CreditAccount.NetDaysMost, field + ".net_days_granted", new(
            "must be from 0 to 720", "必须在 0 到 720 之间"));
        check.That(rules.ReviewMonths is >= 0 and <= 120, field + ".review_months", new(
            "must be from 0 to 120", "必须在 0 到 120 之间"));
        check.That(!rules.HasFactsAgeSecondsMax || rules.FactsAgeSecondsMax is >= 5 and <= 86_400,
            field + ".facts_age_seconds_max", new("must be from 5 to 86,400", "必须在 5 到 86,400 之间"));
        Days(check, field + ".rate_age_days_max", rules.RateAgeDaysMax);
        Days(check, field + ".score_age_days_max", rules.ScoreAgeDaysMax);
        Share(check, field + ".cover_share_min", rules.CoverShareMin);
    }

    private static Text NoId { get; } = new("is not the id of a customer", "不是客户编号");

    private static void Days(InputCheck check, string field, int days) =>
        check.That(days is >= 0 and <= 3_660, field, new("must be from 0 to 3,660 days", "必须在 0 到 3,660 天之间"));

    private static void Share(InputCheck check, string field, Types.V1.Decimal? given) =>
        check.That(given is null || Number(given) is >= 0 and <= 1, field, new(
            "is not a number from 0 to 1", "不是 0 到 1 之间的数字"));

    private static void Amount(InputCheck check, string field, Types.V1.Decimal? given) =>
        check.That(given is null || Number(given) >= 0, field, new(
            "is not a number of at least 0 in plain notation", "不是不小于 0 的普通数字"));

    private static decimal? Number(Types.V1.Decimal? given) => AccountInput.AmountOf(given?.Value ?? "");
}
