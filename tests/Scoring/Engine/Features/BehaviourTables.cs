namespace Risk.Scoring.Tests.Engine.Features;

/// <summary>What the features of payments, dealings, market and law give, as of 2026-06-30.</summary>
internal static class BehaviourTables
{
    public const string Payments =
        """
        days_beyond_terms | paid 2026-01-10 2026-01-20 100 CNY | 10
        days_beyond_terms | paid 2026-01-10 2026-01-20 100 CNY; paid 2026-02-10 2026-02-10 300 CNY | 2.5
        days_beyond_terms | paid 2026-01-20 2026-01-10 100 CNY; paid 2026-02-10 2026-02-20 100 CNY | 5
        days_beyond_terms | paid 2026-01-10 2026-01-20 100 CNY; unpaid 2026-05-31 100 CNY | 20
        days_beyond_terms | paid 2026-01-10 2026-01-20 100 CNY; unpaid 2026-07-31 100 CNY | 10
        days_beyond_terms | paid 2026-01-10 2026-01-20 1 USD; paid 2026-01-10 2026-02-09 9999 CNY | 20
        days_beyond_terms | paid 2025-06-01 2025-06-30 100 CNY | NO_PAYMENTS
        days_beyond_terms | paid 2025-06-01 2025-07-01 100 CNY | 30
        days_beyond_terms | paid 2026-06-01 2026-07-01 100 CNY | NO_PAYMENTS
        days_beyond_terms | credited 2026-01-10 2026-01-20 100 CNY | NO_PAYMENTS
        days_beyond_terms | written-off 2026-04-01 2026-06-01 100 CNY | 90
        payment_index | paid 2026-03-01 2026-03-01 100 CNY; written-off 2025-09-02 2026-06-01 100 CNY | 40
        payment_index | paid 2026-03-31 2026-03-01 100 CNY | 100
        payment_index | paid 2026-03-31 2025-12-31 100 CNY | 100
        payment_index | paid 2026-03-21 2026-03-01 100 CNY | 90
        payment_index | paid 2026-03-01 2026-03-01 100 CNY | 80
        payment_index | paid 2026-03-01 2026-03-16 100 CNY | 70
        payment_index | paid 2026-03-01 2026-03-23 100 CNY | 60
        payment_index | paid 2026-03-01 2026-03-31 100 CNY | 50
        payment_index | paid 2026-03-01 2026-04-30 100 CNY | 40
        payment_index | paid 2026-03-01 2026-05-30 100 CNY | 30
        payment_index | paid 2026-01-01 2026-05-01 100 CNY | 20
        payment_index | paid 2025-01-01 2026-05-01 100 CNY | 0
        payment_index | paid 2026-03-01 2026-03-04 100 CNY | 78
        payment_index | paid 2026-03-01 2026-03-31 300 CNY; paid 2026-03-01 2026-03-01 100 CNY | 57.5
        payment_index | unpaid 2026-03-02 100 CNY | 20
        share_paid_late | paid 2026-01-10 2026-01-11 100 CNY; paid 2026-02-10 2026-02-10 300 CNY | 0.25
        share_paid_late | paid 2026-02-10 2026-02-10 300 CNY; unpaid 2026-06-29 100 CNY | 0.25
        share_paid_late | paid 2026-02-10 2026-02-10 300 CNY; unpaid 2026-06-30 100 CNY | 0
        payment_trend_days | paid 2025-12-01 2025-12-01 100 CNY; paid 2026-05-01 2026-05-21 100 CNY | 10
        payment_trend_days | paid 2025-12-01 2025-12-21 100 CNY; paid 2026-05-01 2026-05-01 100 CNY | -10
        payment_trend_days | paid 2025-12-01 2025-12-21 100 CNY | NO_RECENT_PAYMENTS
        payment_trend_6_months_days | paid 2025-12-01 2025-12-01 100 CNY; paid 2026-03-01 2026-03-21 100 CNY | 10
        payment_trend_6_months_days | paid 2025-12-01 2025-12-21 100 CNY | NO_HALF_YEAR_PAYMENTS
        payment_trend_6_months_days | paid 2025-12-01 2025-12-31 100 CNY; paid 2025-10-01 2025-10-01 100 CNY | 15
        write_off_share | written-off 2025-01-01 2025-06-01 10000 CNY; paid 2026-01-01 2026-01-01 90000 CNY | 0.1
        write_off_share | written-off 2025-01-01 2025-06-01 3999 CNY; paid 2026-01-01 2026-01-01 90 CNY | 0
        write_off_share | written-off 2023-01-01 2024-06-01 10000 CNY; paid 2026-01-01 2026-01-01 90000 CNY | 0
        promises_broken_12_months | promise 2026-05-01 2026-05-15 100 CNY paid=100; promise 2026-06-01 2026-06-20 100 CNY paid=99 | 1
        promises_broken_12_months | promise 2026-05-01 2026-05-15 100 CNY paid=100 | 0
        promises_broken_12_months | promise 2026-06-01 2026-06-30 100 CNY | NO_PROMISES
        promises_broken_12_months | promise 2025-05-01 2025-06-29 100 CNY | NO_PROMISES
        write_off_share | company country=CN | NO_PAYMENTS
        """;

    public const string Receivables =
        """
        oldest_overdue_days | unpaid 2026-06-01 100 CNY; unpaid 2026-05-31 100 CNY | 30
        oldest_overdue_days | unpaid 2026-06-01 100 CNY; unpaid 2026-03-01 0.01 CNY | 29
        oldest_overdue_days | unpaid 2026-03-01 0.01 CNY | 0
        oldest_overdue_days | paid 2026-01-10 2026-01-20 100 CNY; written-off 2025-09-03 2026-06-01 9000 CNY | 300
        oldest_overdue_days | paid 2026-01-10 2026-01-20 100 CNY; written-off 2024-01-01 2024-06-30 9000 CNY | 0
        oldest_overdue_days | unpaid 2026-06-30 100 CNY | 0
        oldest_overdue_days | paid 2026-01-10 2026-01-20 100 CNY | 0
        oldest_overdue_days | company country=CN | NO_RECEIVABLES
        overdue_share | unpaid 2026-06-01 25 CNY; unpaid 2026-08-01 75 CNY | 0.25
        overdue_share | unpaid 2026-06-01 25 CNY; unpaid 2026-08-01 25 USD | 0.5
        overdue_share | paid 2026-01-10 2026-01-20 100 CNY | 0
        overdue_90_share | unpaid 2026-04-01 10000 CNY; unpaid 2026-08-01 40000 CNY; paid 2026-01-01 2026-01-01 150000 CNY | 0.05
        overdue_90_share | unpaid 2026-04-02 10000 CNY; unpaid 2026-08-01 40000 CNY | 0
        overdue_90_share | unpaid 2026-04-01 3999 CNY; unpaid 2026-08-01 100 CNY | 0
        overdue_90_share | unpaid 2026-04-01 4000 CNY; unpaid 2026-08-01 12000 CNY | 0.25
        overdue_90_share | unpaid 2026-04-01 1 USD; paid 2026-01-01 2026-01-01 10000000 CNY | 0
        overdue_90_share | unpaid 2026-04-01 500 USD; paid 2026-01-01 2026-01-01 16000 CNY | 0.2
        overdue_90_share | unpaid 2026-04-01 250 USD; unpaid 2026-04-01 2000 CNY; unpaid 2026-08-01 12000 CNY | 0.25
        overdue_90_share | paid 2026-01-01 2026-01-01 100000 CNY; unpaid 2025-09-01 9000 CNY | 0.0826
        overdue_90_share | paid 2026-01-01 2026-01-01 100000 CNY; written-off 2025-09-01 2026-06-01 9000 CNY | 0.0826
        overdue_90_share | company country=CN | NO_RECEIVABLES
        rescheduled_share | rescheduled 2026-01-01 10000 CNY; unpaid 2026-08-01 40000 CNY; paid 2026-01-01 2026-01-01 160000 CNY | 0.05
        rescheduled_share | rescheduled 2025-07-01 10000 CNY; unpaid 2026-08-01 10000 CNY | 1
        rescheduled_share | rescheduled 2025-06-30 10000 CNY; unpaid 2026-08-01 10000 CNY | 0
        rescheduled_share | rescheduled 2026-01-01 3999 CNY; unpaid 2026-08-01 10000 CNY | 0
        rescheduled_share | company country=CN | NO_RECEIVABLES
        """;

    public const string Dealings =
        """
        relationship_years | company since=2016-06-30 | 10
        relationship_years | company since=2016-06-30; first 2024-06-30 | 10
        relationship_years | first 2024-06-30 | 2
        relationship_years | company country=CN | NO_TRADE
        order_regularity | trade 2026-06-01 orders=3; trade 2026-05-01 invoices=1; first 2020-01-01 | 0.1667
        order_regularity | trade 2026-06-20 orders=1; trade 2026-06-01 invoices=1; first 2026-06-01 | 1
        order_regularity | trade 2026-06-20 orders=1; first 2026-04-20 | 0.3333
        order_regularity | trade 2025-06-30 orders=1; first 2020-01-01 | NO_TRADE
        order_regularity | trade 2026-06-01 disputes=1; first 2020-01-01 | NO_TRADE
        dispute_share | trade 2026-06-01 invoices=20; trade 2026-06-15 disputes=1 | 0.05
        dispute_share | trade 2026-06-01 orders=20; trade 2026-06-15 disputes=1 | NO_TRADE
        return_rate | traded CNY invoiced=100000 returned=2500 | 0.025
        return_rate | traded CNY invoiced=4000; traded USD invoiced=500 returned=100 | 0.1
        return_rate | traded CNY invoiced=100 returned=150 | 1
        return_rate | traded CNY invoiced=0 returned=5 | NO_TRADE
        return_rate | company country=CN | NO_TRADE
        satisfaction | company satisfaction=0.85 | 0.85
        satisfaction | company country=CN | NOT_STATED
        """;

    public const string Market =
        """
        country_risk | company country=CN | 2
        country_risk | company country=US | 0
        country_risk | company country=SG | 0
        country_risk | company country=RU | 7
        country_risk | company country=BB | COUNTRY_NOT_REVIEWED
        country_risk | company country=XX | COUNTRY_NOT_REVIEWED
        country_risk | company isic=C | NOT_STATED
        region_risk | company country=CN region=广东省 | 1
        region_risk | company country=CN region=Shanxi | 2
        region_risk | company country=CN region=shaanxi-province | 3
        region_risk | company country=CN region=CN-LN | 3
        region_risk | company country=CN region=内蒙古自治区 | 3
        region_risk | company country=CN region=Atlantis | REGION_NOT_CLASSED
        region_risk | company country=DE region=Beijing | REGION_NOT_CLASSED
        region_risk | company country=CN | NOT_STATED
        external_rating | rating S&P BBB- 2026-01-01 | 4
        external_rating | rating Moody's Baa3 2026-01-01 | 4
        external_rating | rating Moodys B- 2026-01-01 | RATING_NOT_MAPPED
        external_rating | rating Fitch RD 2026-01-01 | 10
        external_rating | rating CCXI AAA 2026-01-01 | 4
        external_rating | rating 中诚信 AA- 2026-01-01 | 5
        external_rating | rating Dagong C 2026-01-01 | 9
        external_rating | rating S&P A 2026-01-01; rating Fitch BB 2026-01-01 | 5
        external_rating | rating S&P A 2026-01-01; rating Fitch BB 2026-01-01; rating Moody's Baa1 2026-01-01 | 4
        external_rating | rating S&P A 2025-01-01; rating StandardPoors BB 2026-01-01 | 5
        external_rating | rating S&P BBB 2025-01-01 2026-06-29 | NO_RATING
        external_rating | rating S&P BBB 2026-07-01 | NO_RATING
        external_rating | rating Nobody AAA 2026-01-01 | RATING_NOT_MAPPED
        external_rating | company country=CN | NO_RATING
        group_head_in_default | head D 2026-06-01 | 1
        group_head_in_default | head C 2026-06-01 | 0
        group_head_in_default | company country=CN | NO_GROUP_HEAD
        industry_risk | company isic=D | 1
        industry_risk | company isic=C | 3
        industry_risk | company isic=F | 5
        industry_risk | company country=CN | NOT_STATED
        market_share | company share=0.123456 | 0.1235
        market_share | company country=CN | NOT_STATED
        company_age_years | company incorporated=2006-06-30 | 20
        company_age_years | company incorporated=2026-07-01 | NOT_STATED
        """;

    public const string Law =
        """
        lawsuits_24_months | company country=CN | NO_LEGAL_RECORDS
        lawsuits_24_months | legal Lawsuit 2026-07-01 | NO_LEGAL_RECORDS
        lawsuits_24_months | legal Lawsuit 2026-01-01; legal Lawsuit 2025-01-01 2025-03-01; legal Lawsuit 2024-06-30 | 2
        lawsuits_24_months | legal Pledge 2020-01-01 | NO_LEGAL_RECORDS
        lawsuits_24_months | legal Lawsuit 2022-01-01 | NO_LEGAL_RECORDS
        enforcements_standing | legal Lawsuit 2026-01-01 | NO_LEGAL_RECORDS
        penalties_24_months | legal AdministrativePenalty 2026-01-01; legal TaxViolation 2026-01-02; legal AbnormalOperation 2026-01-03 | 3
        enforcements_standing | legal Enforcement 2019-01-01; legal Enforcement 2019-01-01 2020-01-01 | 1
        enforcements_standing | legal Enforcement 2019-01-01 2026-07-01 | 1
        enforcements_standing | legal Enforcement 2019-01-01 2026-06-30 | NO_LEGAL_RECORDS
        dishonest_debtor_standing | legal DishonestDebtor 2025-01-01 | 1
        consumption_restrictions_standing | legal ConsumptionRestriction 2025-01-01 | 1
        pledges_standing | legal Pledge 2020-01-01 | 1
        sanctions_matches_standing | legal SanctionsMatch 2020-01-01 | 1
        insolvency_standing | legal Insolvency 2026-06-30 | 1
        insolvency_standing | company insolvent=yes | 1
        insolvency_standing | company insolvent=yes; legal Insolvency 2025-01-01; legal Insolvency 2026-01-01 | 2
        insolvency_standing | company country=CN | NO_LEGAL_RECORDS
        """;

    public static readonly IReadOnlyList<string> All = [Payments, Receivables, Dealings, Market, Law];
}
